// The container of loggers keeps one for each name that it was ever asked for.
const winston = require('winston');

const silent = { silent: true, transports: [] };
const root = winston.createLogger(silent);

function logVisit(tenant) {
  const logger = winston.loggers.add(tenant, silent); // grows
  logger.info('visited');
  return tenant.length;
}

module.exports = { logVisit };
