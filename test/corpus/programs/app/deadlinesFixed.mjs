// Every download may be stopped by its own caller or by the end of the program. The listener at the
// common signal goes in either case.
import { setImmediate as turn } from 'node:timers/promises';

class Shutdown {
  #controller = new AbortController();

  get signal() {
    return this.#controller.signal;
  }

  begin() {
    this.#controller.abort(new Error('the program ends'));
  }
}

class Deadline {
  constructor(shutdown, millis) {
    this.controller = new AbortController();
    this.shutdown = shutdown;
    this.timer = setTimeout(() => this.controller.abort(), millis);
    shutdown.signal.addEventListener('abort', this, { once: true });
  }

  handleEvent({ target }) {
    clearTimeout(this.timer);
    this.controller.abort(target.reason);
  }

  met() {
    clearTimeout(this.timer);
    this.shutdown.signal.removeEventListener('abort', this);
  }
}

const shutdown = new Shutdown();

export async function download(name) {
  const deadline = new Deadline(shutdown, 30_000);
  await turn();
  if (deadline.controller.signal.aborted) throw deadline.controller.signal.reason;
  deadline.met();
  return `${name}, complete`;
}
