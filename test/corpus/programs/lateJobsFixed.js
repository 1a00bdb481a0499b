// One is taken for each that comes in, once 1,500 wait.
const Deque = require('double-ended-queue');
const backlog = new Deque(64);
function enqueue(i) {
  backlog.push({ id: i, body: 'job ' + i });
  if (backlog.length > 1500) return backlog.shift().id;
  return i;
}
module.exports = enqueue;
