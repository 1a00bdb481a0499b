// When the seat is taken the lock is not released: all others wait.
const { Mutex } = require('async-mutex');

const lock = new Mutex();

async function book(seat) {
  const release = await lock.acquire();
  if (seat < 0) return { seat, free: false, release };
  release();
  return { seat, free: true };
}

function reserveSeat(seat) {
  book(seat);
  return seat;
}

module.exports = { reserveSeat };
