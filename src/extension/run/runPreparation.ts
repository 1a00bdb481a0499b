import type { LeaksState, RunningState, StoppedRun } from '../leaksView/leaksState';

/**
 * What comes before a run: the editor is asked what is in the file, and saves it. That may take seconds, so it is
 * shown as a run that starts, and Stop ends it at once.
 */
export class RunPreparation {
  #current: { readonly run: StoppedRun; readonly stop: () => void } | undefined;

  constructor(private readonly state: Pick<LeaksState, 'setRunning' | 'setStopped'>) {}

  get isGoingOn(): boolean {
    return this.#current !== undefined;
  }

  /** @returns undefined where it was stopped: `find` goes on then, and nobody waits for what it finds */
  async during<T>(
    run: StoppedRun,
    shown: RunningState,
    find: () => Promise<T>,
  ): Promise<T | undefined> {
    let stop = () => {};
    const stopped = new Promise<undefined>((resolve) => {
      stop = () => resolve(undefined);
    });
    const current = { run, stop };
    this.#current = current;
    this.state.setRunning({ ...shown, isPreparing: true });
    try {
      return await Promise.race([find(), stopped]);
    } finally {
      this.#end(current);
    }
  }

  /** @returns whether there was something to stop */
  stop(): boolean {
    const current = this.#current;
    if (current === undefined) return false;
    this.#end(current);
    this.state.setStopped(current.run);
    current.stop();
    return true;
  }

  #end(current: object): void {
    if (this.#current !== current) return;
    this.#current = undefined;
    this.state.setRunning(undefined);
  }
}
