// A logger of its own for each request; version 4.1 of the package lists every one that was made.
const debug = require('debug-4.1');

function handleRequest(id) {
  const log = debug(`api:request:${id}`); // grows
  log('started');
  log('ended');
  return { id, status: 200 };
}

module.exports = { handleRequest };
