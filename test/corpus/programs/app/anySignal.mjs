// Each fetch may be stopped by the end of the program or by its own limit. The signals that depend on
// the long-lived one are told apart from it by nobody.
import { setImmediate as turn } from 'node:timers/promises';

const shutdown = new AbortController();

class Fetching {
  constructor(name) {
    this.name = name;
    this.own = new AbortController();
    this.signal = AbortSignal.any([shutdown.signal, this.own.signal]);
    this.signal.addEventListener('abort', () => (this.stopped = true)); // grows
  }

  async run() {
    await turn(undefined, { signal: this.signal });
    return `${this.name} ${this.stopped ? 'stopped' : 'done'}`;
  }
}

export async function fetchPart(id) {
  return new Fetching(`part ${id}`).run();
}
