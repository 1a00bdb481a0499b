// Clients are borrowed and not given back: those who come later wait for ever.
const { createPool } = require('generic-pool');

const pool = createPool(
  { create: async () => ({ query: (text) => text.length }), destroy: async () => {} },
  { min: 0, max: 2 },
);

async function run(text) {
  const client = await pool.acquire();
  const length = client.query(text);
  await pool.release(client);
  return length;
}

async function query(text) {
  const work = run(text);
  await work;
  return typeof work;
}

module.exports = { query };
