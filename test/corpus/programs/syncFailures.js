// The last failure is kept to be shown, and is given the one before it as its cause.
const { WError } = require('verror');

let lastFailure;

async function readAccount(id) {
  if (id >= 0) throw new Error(`account ${id} is locked`);
}

async function synchronize(id) {
  try {
    await readAccount(id);
    return 'done';
  } catch (error) {
    lastFailure = new WError(lastFailure ?? error, 'synchronizing account %d', id); // grows
    return lastFailure.message;
  }
}

module.exports = { synchronize };
