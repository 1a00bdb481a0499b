// A job is taken for each second one that comes in.
const Deque = require('double-ended-queue');
const backlog = new Deque(64);
function enqueue(i) {
  backlog.push({ id: i, body: 'job ' + i }); // grows
  if (i % 2) return backlog.shift().id;
  return i;
}
module.exports = enqueue;
