// A loader is meant for one request; this one lives as long as the process and remembers every user.
const DataLoader = require('dataloader');

const users = new DataLoader(
  async (ids) => ids.map((id) => ({ id, name: `user ${id}` })),
  { maxBatchSize: 50 },
);

async function loadUser(id) {
  const user = await users.load(id); // grows
  return user.name;
}

module.exports = { loadUser };
