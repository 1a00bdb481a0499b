import type { PhaseName } from '../core/report/report';

/** How long each phase of a diagnosis took, in milliseconds. */
export class PhaseClock {
  readonly phases: Partial<Record<PhaseName, number>> = {};
  readonly #start = performance.now();

  get millis(): number {
    return performance.now() - this.#start;
  }

  async time<T>(phase: PhaseName, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.phases[phase] = (this.phases[phase] ?? 0) + performance.now() - start;
    }
  }

  /** Counts work that is done while `outer` runs as `inner`'s, and not as `outer`'s. */
  within(outer: PhaseName, inner: PhaseName, work: () => void): void {
    const start = performance.now();
    work();
    const millis = performance.now() - start;
    this.phases[inner] = (this.phases[inner] ?? 0) + millis;
    this.phases[outer] = (this.phases[outer] ?? 0) - millis;
  }
}
