import * as http from 'node:http';
import * as https from 'node:https';

/** Without a message, while one is waited for. */
const silenceMillis = 5_000;
/** For an answer of the inspector itself, which has a thread of its own and nothing else to do. */
const patienceMillis = 10_000;
/** One may be lost where a machine is out of memory, or asleep. */
const mostUnanswered = 2;

/**
 * Tells a process that is busy from one that nobody will hear of again: the other end of a tunnel is gone, the
 * machine is off, the process is stopped (`SIGSTOP`).
 *
 * A process that takes a snapshot, collects or blocks says nothing for minutes; but its inspector answers at the
 * same port (Node 18 to 26). So when nothing has come for a while, that is asked.
 */
export class SilenceWatch implements Disposable {
  readonly #timer: NodeJS.Timeout;
  #heardAt = performance.now();
  #isAsking = false;
  #unanswered = 0;

  /** @param url `ws://…` of the inspector */
  constructor(
    private readonly url: string,
    private readonly isWaitedFor: () => boolean,
    private readonly onDead: () => void,
  ) {
    this.#timer = setInterval(() => this.#look(), silenceMillis / 5).unref();
  }

  heard(): void {
    this.#heardAt = performance.now();
    this.#unanswered = 0;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const isSilent = this.isWaitedFor() && performance.now() - this.#heardAt >= silenceMillis;
    if (!isSilent || this.#isAsking) return;
    this.#isAsking = true;
    void answers(this.url).then((isAnswered) => {
      this.#isAsking = false;
      if (isAnswered) this.heard();
      else if (++this.#unanswered === mostUnanswered) this.onDead();
    });
  }
}

/** Whether anything comes back, also a refusal: a debugger that stands between knows other paths. */
function answers(url: string): Promise<boolean> {
  // As a whole: a name like [::1] is one in an address only, and wss:// has another protocol and port.
  const address = new URL('/json/version', url.replace(/^ws/i, 'http'));
  const { get } = address.protocol === 'https:' ? https : http;
  return new Promise((resolve) => {
    const request = get(address, { timeout: patienceMillis, agent: false });
    request.on('response', (response) => {
      response.destroy();
      resolve(true);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.on('close', () => resolve(false));
  });
}
