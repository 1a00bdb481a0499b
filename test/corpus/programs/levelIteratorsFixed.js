const { MemoryLevel } = require('memory-level');
const db = new MemoryLevel({ valueEncoding: 'json' });
let ready;

async function firstOrder(user) {
  ready ??= db.batch(['a', 'b', 'c'].map((k) => ({ type: 'put', key: k, value: { k } })));
  await ready;
  const iterator = db.iterator({ gte: 'a', limit: 2 });
  const entry = await iterator.next();
  await iterator.close();
  return { user, order: entry[1] };
}

module.exports = { firstOrder };
