import { UserError } from '../errors';
import type { BatchRun, LoopDriver } from './loopDriver';
import type { Target } from './target';

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
  const watch = new CallWatch(target.driver, callTimeoutMillis);
  try {
    return await Promise.race([target.driver.run(calls, millis), watch.stuck]);
  } finally {
    watch.stop();
  }
}

/** Asks now and then how many calls came back; the inspector answers even in the middle of a call. */
class CallWatch {
  readonly stuck: Promise<never>;
  #timer: NodeJS.Timeout | undefined;
  #settled = -1;
  #progressAt = performance.now();

  constructor(
    private readonly driver: LoopDriver,
    private readonly timeoutMillis: number,
  ) {
    this.stuck = new Promise((_resolve, reject) => {
      const look = async (): Promise<void> => {
        const { settled } = await this.driver.status();
        const now = performance.now();
        if (settled !== this.#settled) this.#progressAt = now;
        this.#settled = settled;
        if (now - this.#progressAt >= this.timeoutMillis) reject(await this.#neverSettles());
        else schedule();
      };
      const schedule = (): void => {
        this.#timer = setTimeout(() => void look().catch(reject), this.#interval());
      };
      schedule();
    });
    this.stuck.catch(() => undefined); // raced against the batch itself
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #interval(): number {
    return Math.min(1_000, Math.max(50, this.timeoutMillis / 4));
  }

  async #neverSettles(): Promise<UserError> {
    const seconds = this.timeoutMillis / 1_000;
    const resources = Object.entries(await this.driver.activeResources()).map(([name, count]) =>
      count === 1 ? name : `${String(count)} × ${name}`,
    );
    const waiting =
      resources.length === 0
        ? 'nothing is pending that could wake it'
        : `pending in the process: ${resources.join(', ')}`;
    return new UserError(
      'never-settles',
      `One call has not come back within ${String(seconds)} s (${waiting}). If it needs longer, raise --call-timeout (setting leakLoop.callTimeout); otherwise give it arguments with which it ends.`,
    );
  }
}
