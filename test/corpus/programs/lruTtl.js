// A cache whose entries live for 300 ms; new ones come all the time.
const { LRUCache } = require('lru-cache');
const tokens = new LRUCache({ ttl: 300, ttlAutopurge: true, max: 100_000 });

async function issueToken(i) {
  await new Promise((resolve) => setTimeout(resolve, 1));
  tokens.set(`token-${i}`, { user: i, scopes: ['read', 'write'] });
  return tokens.size;
}

module.exports = { issueToken };
