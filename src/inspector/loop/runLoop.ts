import { nextStep, type FinishReason, type LoopBudget, type Room } from '../../core/loop/loopPlan';
import { outsideTrend, type OutsideTrend } from '../../core/loop/outsideTrend';
import { linearMemory } from '../../core/loop/linearMemory';
import { nativeTrend, type NativeTrend } from '../../core/loop/nativeTrend';
import { openFilesTrend, type OpenFilesTrend } from '../../core/loop/openFilesTrend';
import { partsOf, type Part } from '../../core/loop/parts';
import { leastKeptPerCall, screened } from '../../core/loop/screening';
import type { BatchMeasurement, MeasuredBatches } from '../../core/report/batchReports';
import { SurvivorMatrix } from '../../core/loop/survivors';
import { BatchRunner } from './batchRunner';
import { collectPatiently } from './collect';
import { openResources, outwaitLateWork } from './lateWork';
import { idleControl } from './idleControl';
import { readMemory, type MemoryReading } from './readMemory';
import type { Sampler } from './sampler';
import type { Target } from '../process/target';
import type { WarmUp } from './warmUp';
import type { Sentence } from '../../core/report/sentence';

export interface LoopLimits extends LoopBudget {
  readonly callTimeoutMillis: number;
}

export interface Loop extends MeasuredBatches {
  /** How memory outside the heap developed. */
  readonly outside: OutsideTrend;
  /** How memory that V8 does not know of developed; where nobody tells, it counts as steady. */
  readonly native: NativeTrend;
  /** How the number of open files developed; where nobody tells, they count as steady. */
  readonly files: OpenFilesTrend;
  /** Descriptors before the first batch, where somebody tells. */
  readonly filesBefore: number | undefined;
  /** Growth that is not of the calls' making, in words. */
  readonly warnings: readonly Sentence[];
  /** Before the first batch. */
  readonly memoryBefore: MemoryReading;
  /** Whether what calls leave behind may go some time after them, by finalizers or late work. */
  readonly mayLeaveLateWork: boolean;
  /** Frames of an allocation site, the allocating function first. */
  readonly stackOf: Sampler['stack'];
  readonly end: LoopEnd;
}

export type LoopEnd =
  | { readonly kind: 'finished'; readonly reason: FinishReason }
  /** Cut short; the batches before it are good. */
  | { readonly kind: 'interrupted'; readonly error: Error };

/**
 * Batches of calls, each followed by forced collections and a reading of what survived. Ends the
 * warm-up's sampler.
 *
 * @throws whatever interrupts it before the first batch is measured; later interruptions are its `end`
 */
export async function runLoop(
  target: Target,
  warm: WarmUp,
  limits: LoopLimits,
  onBatch: (soFar: MeasuredBatches) => void,
): Promise<Loop> {
  const start = performance.now();
  await using sampler = warm.sampler;
  await collectPatiently(target);
  const memoryBefore = await readMemory(target);
  const childrenBefore = target.usage.children();
  const openAtRest = await openResources(target);
  const matrix = new SurvivorMatrix(warm.start, await sampler.read());
  const { callTimeoutMillis } = limits;
  const batchRunner = new BatchRunner({
    target,
    sampler,
    matrix,
    openAtRest,
    callTimeoutMillis,
    memoryBefore,
    leastKeptPerCall: leastKeptPerCall(limits),
  });
  const batches: BatchMeasurement[] = [];
  let parts: readonly Part[] = [];
  let outside: OutsideTrend = { kind: 'steady' };
  let native: NativeTrend = { kind: 'steady' };
  let files: OpenFilesTrend = { kind: 'steady' };
  let children = childrenBefore;
  let warnings: readonly Sentence[] = [];
  const filesBefore = target.openFiles.count();
  const mostFiles = shareOfFiles * (await target.openFiles.limit());
  const filesTrend = (): OpenFilesTrend =>
    openFilesTrend(
      matrix.calls,
      [filesBefore, ...batches.map(({ openFiles }) => openFiles)].map((count) => count ?? 0),
    );
  const partsNow = (): readonly Part[] => {
    const all = partsOf(matrix, (site) => sampler.origin(site));
    return limits.screens === true ? screened(all) : all;
  };
  const finished = (end: LoopEnd): Loop => ({
    matrix,
    batches,
    parts,
    samplingInterval: sampler.interval,
    outside,
    native,
    files,
    filesBefore,
    warnings,
    memoryBefore,
    mayLeaveLateWork: batchRunner.mayLeaveLateWork,
    stackOf: (site) => sampler.stack(site),
    end,
  });
  try {
    for (;;) {
      const step = nextStep(matrix.calls, parts, limits, {
        callMillis: batches.reduce((sum, each) => sum + each.calls * each.millisPerCall, 0),
        millis: performance.now() - start,
        bytes:
          grownBytes(memoryBefore, batches, native) +
          Math.max(0, children.bytes - childrenBefore.bytes),
        growsOutside: [outside, native, files].some(({ kind }) => kind !== 'steady'),
        linearBytes: linearMemory(memoryBefore),
        ...filesLeft(filesBefore, batches.at(-1)?.openFiles, mostFiles),
        processes: roomFor(childrenBefore.count, children.count, mostProcesses),
        millisPerReading: batchRunner.millisPerReading,
      });
      if (step.kind === 'finish') {
        // Sockets, above all, are closed some turns after they were ended.
        const mayEndLate = parts.some(isInQuestion) || files.kind === 'growing';
        if (mayEndLate && (await outwaitLateWork(target, openAtRest))) {
          await collectPatiently(target);
          matrix.readAgain(await sampler.read());
          parts = partsNow();
        }
        if (files.kind === 'growing') {
          await collectPatiently(target);
          batches.push({ ...batches.pop()!, ...target.openFiles.reading() });
          files = filesTrend();
        }
        const loopMillis = performance.now() - start;
        ({ parts, warnings } = await idleControl(target, { sampler, matrix, parts, loopMillis }));
        return finished({ kind: 'finished', reason: step.reason });
      }
      batches.push(await batchRunner.measure(step));
      parts = partsNow();
      files = filesTrend();
      children = target.usage.children();
      const memory = [memoryBefore, ...batches];
      outside = outsideTrend(
        matrix.calls,
        memory.map(({ external }) => external),
      );
      native = nativeTrend(
        matrix.calls,
        memory.map((reading) => reading.native ?? 0),
      );
      onBatch({ matrix, batches, parts, samplingInterval: sampler.interval });
    }
  } catch (error) {
    if (batches.length === 0) throw error;
    return finished({ kind: 'interrupted', error: error as Error });
  }
}

/** So that the program still finds what it needs to go on. */
const shareOfFiles = 1 / 2;

/** Enough to see that they grow with the calls, and no burden for the machine. */
const mostProcesses = 64;

/** What may still be opened, where descriptors are known. */
function filesLeft(
  before: number | undefined,
  now: number | undefined,
  most: number,
): { readonly files?: Room } {
  return before === undefined || now === undefined ? {} : { files: roomFor(before, now, most) };
}

function roomFor(before: number, now: number, most: number): Room {
  return { used: now - before, left: most - now };
}

function isInQuestion({ trend }: Part): boolean {
  return trend.kind === 'growing' || trend.kind === 'undecided';
}

/** Native memory counts where it grows with the calls: else it is what the allocator keeps of garbage. */
function grownBytes(
  before: MemoryReading,
  batches: readonly BatchMeasurement[],
  native: NativeTrend,
): number {
  const bytes = (reading: MemoryReading): number =>
    reading.heapUsed + reading.external + (native.kind === 'growing' ? (reading.native ?? 0) : 0);
  return bytes(batches.at(-1) ?? before) - bytes(before);
}
