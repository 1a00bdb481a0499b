const { TTLCache } = require('@isaacs/ttlcache');
const tokens = new TTLCache({ ttl: 3_600_000, max: 5000 });

function issueToken(user) {
  const token = { user, value: Buffer.from(user).toString('hex') };
  tokens.set(token.value, token);
  return token.value;
}

module.exports = { issueToken };
