// A logger of its own for each request; version 4.4 of the package lists none of them.
const debug = require('debug-4.4');

function handleRequest(id) {
  const log = debug(`api:request:${id}`);
  log('started');
  log('ended');
  return { id, status: 200 };
}

module.exports = { handleRequest };
