import { total } from '../../core/loop/batchFigures';
import type { LoopStep } from '../../core/loop/loopPlan';
import type { SamplerReading, SurvivorMatrix } from '../../core/loop/survivors';
import { fewestSurvivors } from '../../core/loop/trend';
import type { BatchMeasurement } from '../../core/report/batchReports';
import { forceCollections, settle } from './collect';
import { guardedRun } from './guardedRun';
import { readAfterLateWork } from './lateWork';
import type { BatchRun } from './loopDriver';
import { readMemory, type MemoryReading } from './readMemory';
import type { Sampler } from './sampler';
import type { Target } from '../process/target';

type Batch = LoopStep & { readonly kind: 'run' };

interface BatchContext {
  readonly target: Target;
  readonly sampler: Sampler;
  /** Gets every reading. */
  readonly matrix: SurvivorMatrix;
  readonly callTimeoutMillis: number;
  readonly memoryBefore: MemoryReading;
  /** See {@link openResources}. */
  readonly openAtRest: number;
  /** What fewer calls leave behind is not waited for: objects per call. */
  readonly leastKeptPerCall: number;
}

/** Makes the calls of one batch after the other, and reads what is left of each. */
export class BatchRunner {
  /** Whether the batch that was last waited for had less left after it; unknown at first. */
  #leavesLateWork: boolean | undefined;

  #millisPerReading = 0;

  /** Bytes outside the heap after the last batch. */
  #external: number;

  constructor(private readonly context: BatchContext) {
    this.#external = context.memoryBefore.external;
  }

  /**
   * Of the last reading after a batch, which collects, without the time that late work got, which says nothing
   * of the heap: with 56,000 survivors and a busy machine both together took 2.6 s, and looked like a large one.
   */
  get millisPerReading(): number {
    return this.#millisPerReading;
  }

  /** Whether what calls leave behind may go some time after them, by finalizers or late work. */
  get mayLeaveLateWork(): boolean {
    return this.#leavesLateWork !== false;
  }

  async measure(batch: Batch): Promise<BatchMeasurement> {
    const { target, matrix } = this.context;
    const run = await this.#callInParts(batch);
    const gcStart = performance.now();
    const reading = await this.#survivors(batch, run);
    const gcMillis = performance.now() - gcStart;
    matrix.add(run.callsOfLastPart, reading);
    const { calls, millis, medianMillis, quickMillis } = run;
    return {
      ...(await this.#memory()),
      ...target.openFiles.reading(),
      calls,
      millisPerCall: millis / calls,
      medianMillis,
      quickMillis,
      gcMillis,
    };
  }

  /** V8 takes the buffers that a collection freed off its account at the next one. */
  async #memory(): Promise<MemoryReading> {
    const { target } = this.context;
    const memory = await readMemory(target);
    if (memory.external === this.#external) return memory;
    await forceCollections(target);
    const settled = await readMemory(target);
    this.#external = settled.external;
    return settled;
  }

  /** Collects and reads after each part; the last one's is left to the caller. */
  async #callInParts({ calls, millis, readings }: Batch): Promise<BatchInParts> {
    const { target, sampler, matrix, callTimeoutMillis } = this.context;
    let made = 0;
    let spent = 0;
    for (;;) {
      const part = Math.min(calls - made, Math.ceil(calls / readings));
      const run = await guardedRun(target, part, millis - spent, callTimeoutMillis);
      made += run.calls;
      spent += run.millis;
      if (made >= calls || spent >= millis) {
        return { ...run, calls: made, millis: spent, callsOfLastPart: run.calls };
      }
      await settle(target);
      matrix.addPart(run.calls, await sampler.read());
    }
  }

  /** What is still there gets the time in which finalizers and late work could free it. */
  async #survivors(batch: Batch, run: BatchInParts): Promise<SamplerReading> {
    const { target, sampler, openAtRest } = this.context;
    const read = (): Promise<SamplerReading> => sampler.read();
    const start = performance.now();
    await settle(target);
    const atOnce = await read();
    this.#millisPerReading = performance.now() - start;
    if (!this.#isMuch(atOnce, run) || this.#saysNoMore(batch, run, atOnce)) return atOnce;
    const later = await readAfterLateWork(target, openAtRest, read, (each) => this.#born(each));
    this.#leavesLateWork = this.#born(later) < this.#born(atOnce);
    return later;
  }

  /** An early batch need not be waited for where waiting has changed nothing before, or chance would do as well. */
  #saysNoMore({ isEarly }: Batch, run: BatchInParts, reading: SamplerReading): boolean {
    const made = total(this.context.matrix.calls);
    const isOneOfFirst = made + run.calls <= firstCalls && run.millis <= firstMillis;
    const mayBeChance = this.#born(reading) < fewestSurvivors;
    return isOneOfFirst || (isEarly && (this.#leavesLateWork === false || mayBeChance));
  }

  #isMuch(reading: SamplerReading, { callsOfLastPart }: BatchInParts): boolean {
    return this.#born(reading) >= Math.ceil(callsOfLastPart * this.context.leastKeptPerCall);
  }

  #born(reading: SamplerReading): number {
    const { sampler, matrix } = this.context;
    return matrix.bornSince(reading, (site) => sampler.origin(site).isProgram);
  }
}

type BatchInParts = BatchRun & { readonly callsOfLastPart: number };

/** Calls and milliseconds of batches that are followed by so many calls that their own are of no account. */
const firstCalls = 32;
const firstMillis = 10;
