// Two functions beside a heap of MEGABYTES: one leaves nothing behind, the other keeps a session of each call.
require('./visits.cjs').fill(process.env.MEGABYTES);

const sessions = [];

exports.parse = function parse(i) {
  return Object.fromEntries(`id=${i}&page=2`.split('&').map((pair) => pair.split('=')));
};

exports.open = function open(i) {
  sessions.push({ id: i, started: `at ${i}`, pages: [i] });
};
