// Signs in: token, hash, ids.
const jwt = require('jsonwebtoken');
const bcrypt = require('bcryptjs');
const { v4, v7 } = require('uuid');
const { nanoid } = require('nanoid');
const crypto = require('node:crypto');

const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });

function signIn(i) {
  const token = jwt.sign({ user: i, id: v4() }, 'secret', { expiresIn: '1h' });
  return jwt.verify(token, 'secret').user;
}

function signInRsa(i) {
  const token = jwt.sign({ user: i }, privateKey, { algorithm: 'RS256' });
  return jwt.verify(token, publicKey).user;
}

async function register(i) {
  const hash = await bcrypt.hash(`password ${i}`, 4);
  return bcrypt.compare(`password ${i}`, hash);
}

function newIds() {
  return [v4(), v7?.(), nanoid()].join();
}

async function derive(i) {
  const key = await new Promise((resolve, reject) => crypto.scrypt(`p${i}`, 'salt', 32, { N: 1024 }, (error, bytes) => (error ? reject(error) : resolve(bytes))));
  const cipher = crypto.createCipheriv('aes-256-gcm', key, crypto.randomBytes(12));
  return Buffer.concat([cipher.update(`text ${i}`.repeat(50)), cipher.final()]).length;
}

module.exports = { signIn, signInRsa, register, newIds, derive };
