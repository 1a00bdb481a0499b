// The loader lives as long as the process, so that it batches only and does not cache.
const DataLoader = require('dataloader');

const users = new DataLoader(
  async (ids) => ids.map((id) => ({ id, name: `user ${id}` })),
  { maxBatchSize: 50, cache: false },
);

async function loadUser(id) {
  const user = await users.load(id);
  return user.name;
}

module.exports = { loadUser };
