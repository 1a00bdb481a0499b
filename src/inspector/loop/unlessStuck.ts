import type { UserError } from '../../errors';
import type { Target } from '../process/target';

/** What is thrown where a process does not go on. */
export interface Stuck {
  readonly timeoutMillis: number;
  /** It answers, and no call has come back for that long. */
  busy(): Promise<UserError>;
  /** It does not even answer. */
  silent(): UserError;
}

/**
 * Waits for something that a process does, and sees that it goes on: asks now and then how many calls came
 * back. V8 interrupts JavaScript for the answer, even an endless loop; what blocks outside of it (`execSync`)
 * is known by the silence.
 *
 * @throws what `stuck` says; after a silence nothing more is asked of the process
 */
export async function unlessStuck<T>(target: Target, work: Promise<T>, stuck: Stuck): Promise<T> {
  const watch = new ProgressWatch(target, stuck);
  try {
    return await Promise.race([work, watch.stuck]);
  } finally {
    watch.stop();
  }
}

class ProgressWatch {
  readonly stuck: Promise<never>;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #settled = -1;
  #progressAt = performance.now();

  constructor(
    private readonly target: Target,
    private readonly error: Stuck,
  ) {
    const { timeoutMillis } = error;
    this.stuck = new Promise((_resolve, reject) => {
      const look = async (): Promise<void> => {
        const settled = await this.#settledCalls();
        const isMoving = settled !== this.#settled || (await this.#waitedForDebugger());
        const now = performance.now();
        if (isMoving) this.#progressAt = now;
        this.#settled = settled;
        if (now - this.#progressAt >= timeoutMillis) reject(await error.busy());
        else schedule();
      };
      const schedule = (): void => {
        if (this.#stopped) return; // the work was done while it was asked about
        const interval = Math.min(1_000, Math.max(50, timeoutMillis / 4));
        this.#timer = setTimeout(() => void look().catch(reject), interval);
      };
      schedule();
    });
    this.stuck.catch(() => undefined); // raced against the work itself
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #settledCalls(): Promise<number> {
    const silence = new Promise<never>((_resolve, reject) => {
      this.#timer = setTimeout(() => {
        const error = this.error.silent();
        this.target.client.abandon(error);
        reject(error);
      }, this.error.timeoutMillis);
    });
    const { settled } = await Promise.race([this.target.driver.status(), silence]);
    clearTimeout(this.#timer);
    return settled;
  }

  /** What a debugger has stopped goes on when that lets it. */
  async #waitedForDebugger(): Promise<boolean> {
    return (await this.target.pauses?.untilRunning()) ?? false;
  }
}
