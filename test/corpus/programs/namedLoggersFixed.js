const log = require('loglevel');

function createWorker(name) {
  const logger = log.getLogger('worker');
  logger.debug(`${name} created`);
  return { name, level: logger.getLevel() };
}

module.exports = { createWorker };
