import { UserError } from '../../errors';
import type { BatchRun, DriverStatus } from './loopDriver';
import type { Target } from '../process/target';
import { option, said, type Sentence } from '../../core/report/sentence';

/**
 * Runs a batch and watches that single calls come back.
 *
 * @throws UserError `never-settles` when one call takes longer than `callTimeoutMillis`; names what
 *   the process is waiting for
 */
export async function guardedRun(
  target: Target,
  calls: number,
  millis: number,
  callTimeoutMillis: number,
): Promise<BatchRun> {
  const watch = new CallWatch(target, callTimeoutMillis);
  try {
    return await Promise.race([target.driver.run(calls, millis), watch.stuck]);
  } finally {
    watch.stop();
  }
}

/**
 * Asks now and then how many calls came back. V8 interrupts JavaScript for the answer, even an endless
 * loop; a call that blocks outside of it (`execSync`) is known by the silence.
 */
class CallWatch {
  readonly stuck: Promise<never>;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #settled = -1;
  #progressAt = performance.now();

  constructor(
    private readonly target: Target,
    private readonly timeoutMillis: number,
  ) {
    this.stuck = new Promise((_resolve, reject) => {
      const look = async (): Promise<void> => {
        const settled = await this.#settledCalls();
        const isMoving = settled !== this.#settled || (await this.#waitedForDebugger());
        const now = performance.now();
        if (isMoving) this.#progressAt = now;
        this.#settled = settled;
        if (now - this.#progressAt >= this.timeoutMillis) reject(await this.#neverSettles());
        else schedule();
      };
      const schedule = (): void => {
        if (this.#stopped) return; // the batch came back while it was asked about
        this.#timer = setTimeout(() => void look().catch(reject), this.#interval());
      };
      schedule();
    });
    this.stuck.catch(() => undefined); // raced against the batch itself
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #interval(): number {
    return Math.min(1_000, Math.max(50, this.timeoutMillis / 4));
  }

  /** @throws UserError when there is no answer; nothing more is asked of the process then */
  async #settledCalls(): Promise<number> {
    const silence = new Promise<never>((_resolve, reject) => {
      this.#timer = setTimeout(() => {
        const error = neverSettles(
          this.timeoutMillis,
          said`it blocks the process, which does not answer`,
        );
        this.target.client.abandon(error);
        reject(error);
      }, this.timeoutMillis);
    });
    const { settled } = await Promise.race([this.target.driver.status(), silence]);
    clearTimeout(this.#timer);
    return settled;
  }

  /** A call that a debugger has stopped comes back when that lets it go on. */
  async #waitedForDebugger(): Promise<boolean> {
    return (await this.target.pauses?.untilRunning()) ?? false;
  }

  async #neverSettles(): Promise<UserError> {
    const { waitsFor } = await this.target.driver.status();
    if (waitsFor !== undefined) {
      const { why, otherwise } = waits[waitsFor];
      return neverSettles(this.timeoutMillis, why, otherwise);
    }
    const open = await this.target.driver.activeResources();
    const resources = Object.entries(open).map(([name, count]) =>
      count === 1 ? name : `${String(count)} × ${name}`,
    );
    return neverSettles(
      this.timeoutMillis,
      resources.length === 0
        ? said`nothing is pending that could wake it`
        : said`pending in the process: ${resources.join(', ')}`,
    );
  }
}

const leftAlone = said`${option('--no-drain')} leaves what it returns alone`;

/** What a call that has not come back waits for, and what to do about it. */
const waits: Readonly<
  Record<
    NonNullable<DriverStatus['waitsFor']>,
    { readonly why: Sentence; readonly otherwise: Sentence }
  >
> = {
  callback: {
    why: said`the callback that it got was not called`,
    otherwise: said`if its last parameter is no callback, or it does not call it with these arguments, ${option('--no-callback')} calls it without`,
  },
  iterator: {
    why: said`the iterator that it returned has not come to its end`,
    otherwise: leftAlone,
  },
  stream: {
    why: said`the stream that it returned has not come to its end`,
    otherwise: leftAlone,
  },
};

function neverSettles(
  timeoutMillis: number,
  why: Sentence,
  otherwise = said`otherwise give it arguments with which it ends`,
): UserError {
  const seconds = timeoutMillis / 1_000;
  return new UserError(
    'never-settles',
    said`One call has not come back within ${String(seconds)} s (${why}). If it needs longer, raise ${option('--call-timeout')}; ${otherwise}.`,
  );
}
