const { Pool } = require('tarn');
let next = 0;
const pool = new Pool({
  create: async () => ({ id: next++, buffer: 'x'.repeat(100) }),
  destroy: () => {}, min: 0, max: 1_000_000,
});

async function query(n) {
  const client = await pool.acquire().promise;
  if (n % 5 === 0) {
    pool.release(client);
    throw new Error('syntax error near ' + n);
  }
  pool.release(client);
  return client.id;
}

module.exports = { query };
