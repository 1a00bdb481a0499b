const { TTLCache } = require('@isaacs/ttlcache');
const tokens = new TTLCache({ ttl: 3_600_000 });

function issueToken(user) {
  const token = { user, value: Buffer.from(user).toString('hex') };
  tokens.set(token.value, token); // grows
  return token.value;
}

module.exports = { issueToken };
