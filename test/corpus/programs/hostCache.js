// Host records are cached without a limit.
const HLRU = require('hashlru');
const cache = HLRU(Infinity);
exports.lookup = function lookup(i) {
  const key = 'host' + i;
  const hit = cache.get(key);
  if (hit) return hit;
  const record = { key, ttl: 60, address: [10, 0, i >> 8, i & 255] };
  cache.set(key, record); // grows
  return record;
};
