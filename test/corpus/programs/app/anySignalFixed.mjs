// Each fetch may be stopped by the end of the program or by its own limit. The listener at the signal
// that lives long goes with the fetch. (What AbortSignal.any() makes stays for ever in Node 20, even
// when the other signal is aborted.)
import { setImmediate as turn } from 'node:timers/promises';

const shutdown = new AbortController();

class Fetching {
  constructor(name) {
    this.name = name;
    this.own = new AbortController();
    this.signal = this.own.signal;
    this.stop = () => {
      this.stopped = true;
      this.own.abort();
    };
    shutdown.signal.addEventListener('abort', this.stop);
  }

  async run() {
    try {
      await turn(undefined, { signal: this.signal });
      return `${this.name} ${this.stopped ? 'stopped' : 'done'}`;
    } finally {
      shutdown.signal.removeEventListener('abort', this.stop);
    }
  }
}

export async function fetchPart(id) {
  return new Fetching(`part ${id}`).run();
}
