// Every download may be stopped by its own caller or by the end of the program. The listener at the
// common signal goes only where a download is stopped, not where it succeeds.
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
    this.timer = setTimeout(() => this.controller.abort(), millis);
    shutdown.signal.addEventListener('abort', this, { once: true }); // grows
  }

  handleEvent({ target }) {
    clearTimeout(this.timer);
    this.controller.abort(target.reason);
  }

  met() {
    clearTimeout(this.timer);
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
