// A pool of connections, borrowed and given back; calls throttled.
const { createPool } = require('generic-pool');
const { default: PQueue } = require('p-queue');
const Bottleneck = require('bottleneck');
const Keyv = require('keyv').default;
const DataLoader = require('dataloader');

const pool = createPool(
  { create: async () => ({ id: Math.random(), buffer: Buffer.alloc(1024) }), destroy: async () => {} },
  { max: 4, min: 1 },
);
const queue = new PQueue({ concurrency: 2 });
const limiter = new Bottleneck({ maxConcurrent: 2 });
const store = new Keyv({ ttl: 5 });

async function query(i) {
  const connection = await pool.acquire();
  try {
    await new Promise((resolve) => setImmediate(resolve));
    return connection.id + i;
  } finally {
    await pool.release(connection);
  }
}

async function runJobs(i) {
  const done = await queue.addAll(Array.from({ length: 5 }, (_, n) => async () => n * i));
  return done.length;
}

async function throttled(i) {
  return Promise.all([1, 2, 3].map((n) => limiter.schedule(async () => ({ n, i }))));
}

async function remember(i) {
  await store.set('last', { i, at: Date.now() });
  return store.get('last');
}

async function loadAuthors(i) {
  const loader = new DataLoader(async (ids) => ids.map((id) => ({ id, name: `author ${id}` })));
  return (await Promise.all([i, i + 1, i, i + 2].map((id) => loader.load(id)))).length;
}

module.exports = { query, runJobs, throttled, remember, loadAuthors };
