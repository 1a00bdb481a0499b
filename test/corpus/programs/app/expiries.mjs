// Reservations expire after a day, by a heap of deadlines. One that is paid is only marked: it
// stays in the heap until its day has passed.
import { Heap } from './parts/heap.mjs';

class Reservation {
  cancelled = false;

  constructor(seat, expires) {
    this.seat = seat;
    this.expires = expires;
  }
}

class Expiries {
  #heap = new Heap((one, other) => one.expires < other.expires);

  add(reservation) {
    this.#heap.add(reservation);
  }

  run(now) {
    while (this.#heap.least && this.#isOver(this.#heap.least, now)) this.#heap.take();
  }

  #isOver({ expires }, now) {
    return expires <= now;
  }
}

const DAY = 86_400_000;
const expiries = new Expiries();

export function reserve(seat) {
  const now = Date.now();
  const reservation = new Reservation(seat, now + DAY + ((seat * 7919) % 1_000));
  expiries.add(reservation);
  reservation.cancelled = true;
  expiries.run(now);
  return reservation.seat;
}
