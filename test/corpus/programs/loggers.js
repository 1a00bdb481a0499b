// Writes log lines through three loggers.
const pino = require('pino');
const winston = require('winston');
const debug = require('debug');
const { Writable } = require('node:stream');

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const json = pino({ level: 'info', redact: ['password'] }, nowhere);
const lines = winston.createLogger({
  format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
  transports: [new winston.transports.Stream({ stream: nowhere })],
});
debug.enable('shop:*');
const trace = debug('shop:orders');
trace.log = () => {};

function logOrder(i) {
  const child = json.child({ request: i });
  child.info({ order: { id: i, password: 'x' } }, 'ordered');
}

function logShipping(i) {
  lines.info('shipped', { order: i, to: { city: 'Bern' } });
}

function traceOrder(i) {
  trace('order %d: %o', i, { lines: [1, 2, 3] });
}

module.exports = { logOrder, logShipping, traceOrder };
