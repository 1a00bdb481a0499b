// Each fetch may be stopped by the end of the program or by its own limit. At the end the own one stops
// all that depends on it.
import { setImmediate as turn } from 'node:timers/promises';

const shutdown = new AbortController();

class Fetching {
  constructor(name) {
    this.name = name;
    this.own = new AbortController();
    this.signal = AbortSignal.any([shutdown.signal, this.own.signal]);
    this.signal.addEventListener('abort', () => (this.stopped = true));
  }

  async run() {
    try {
      await turn(undefined, { signal: this.signal });
      return `${this.name} ${this.stopped ? 'stopped' : 'done'}`;
    } finally {
      this.own.abort();
    }
  }
}

export async function fetchPart(id) {
  return new Fetching(`part ${id}`).run();
}
