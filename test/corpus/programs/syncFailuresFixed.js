// The last failure is kept to be shown, with the error that it comes from as its cause.
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
    lastFailure = new WError(error, 'synchronizing account %d', id);
    return lastFailure.message;
  }
}

module.exports = { synchronize };
