'use strict';

/** Lets so many in at a time; the others wait for their turn. */
class Gate {
  constructor(places) {
    this.places = places;
    this.waiting = [];
  }

  enter() {
    if (this.places > 0) {
      this.places--;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.waiting.push(resolve); // grows
    });
  }

  leave() {
    const next = this.waiting.shift();
    if (next) next();
    else this.places++;
  }
}

module.exports = { Gate };
