import type { HeapGraph } from '../../core/heap/heapGraph';
import { SnapshotParser } from '../../core/heap/snapshotParser';
import { total } from '../../core/loop/batchFigures';
import { lateWorkMillis, letLateWorkRun, settle } from '../loop/collect';
import type { Deadline } from '../deadline';
import { enableDebugger } from '../protocol/enableDebugger';
import { unlessNoTurn } from '../loop/eventLoop';
import { guardedRun } from '../loop/guardedRun';
import type { InspectorClient } from '../protocol/inspectorClient';
import { leaveOptimizedCode } from '../loop/leaveOptimizedCode';
import type { BatchRun } from '../loop/loopDriver';
import { checkRoomForSnapshot } from './roomForSnapshot';
import type { PhaseClock } from '../phaseClock';
import type { Target } from '../process/target';

export interface TrackedRun {
  readonly graph: HeapGraph;
  /** Of each batch that was made. */
  readonly calls: readonly number[];
  /** Those made after the batches. */
  readonly callsAfter: number;
  /**
   * Greatest object id before the first tracked batch and after each: an object with an id above
   * `boundaries[i]` and up to `boundaries[i + 1]` was born in batch `i`.
   */
  readonly boundaries: readonly number[];
}

export interface TrackingPlan {
  /** Of each batch. */
  readonly calls: readonly number[];
  /** Made after the batches, as far as there is time: what a cache throws out late may be kept by somebody else. */
  readonly callsAfter?: number;
  readonly callTimeoutMillis: number;
  /** What the batches have; larger ones that would take too much of it are made smaller, or not at all. */
  readonly deadline: Deadline;
  /** Whether the stack of every allocation is kept, which slows what allocates some 20 times. */
  readonly withStacks: boolean;
  /** What a snapshot may take, here and there; absent: what the machine has. */
  readonly availableBytes?: number;
  /** Gets the snapshot as V8 sends it, piece by piece. */
  readonly onSnapshotChunk?: (chunk: string, isFirst: boolean) => void;
}

/**
 * A few more batches with V8's heap tracking on, which numbers new objects from walk to walk, then one snapshot
 * in which the numbers tell the batch and `trace_node_id` the stack that allocated it.
 *
 * While V8 tracks, each turn of the event loop of a large heap costs a walk over all of it, because the next one is
 * due when one has ended: so the process is asked as few things as possible, one after the other.
 *
 * @throws DeclinedError where a snapshot may need more memory than there is; nothing is tracked any more then
 */
export async function trackSurvivors(
  target: Target,
  plan: TrackingPlan,
  clock: PhaseClock,
): Promise<TrackedRun> {
  const { client, driver } = target;
  await driver.moveSurvivors(false);
  const batches = await clock.time('explain', () => runTracked(target, plan));
  try {
    // Sent together: each turn of the event loop still costs a walk.
    const [, graph] = await Promise.all([
      driver.rest(),
      driver.whileHeld(() => readSnapshot(client, clock, plan.onSnapshotChunk)),
    ]);
    return { graph, ...batches };
  } finally {
    if (!client.gone.aborted) {
      await driver.moveSurvivors(true);
      await driver.resume();
    }
  }
}

async function runTracked(target: Target, plan: TrackingPlan): Promise<Omit<TrackedRun, 'graph'>> {
  const { client } = target;
  await buildLineTables(client);
  // Allocation stacks leave out functions that were inlined, which after thousands of calls are most;
  // the tracked calls are too few to bring optimised code back.
  await leaveOptimizedCode(client);
  using walks = new HeapWalks(target);
  await client.send('HeapProfiler.startTrackingHeapObjects', { trackAllocations: plan.withStacks });
  const boundaries = [await walks.next()];
  await declineWithoutRoom(target, walks.objects, plan.availableBytes);
  const calls: number[] = [];
  let cost: BatchCost = { perCall: 0, perBatch: 0 };
  // V8 collects before it walks: what no finalizer keeps is not alive any more when it would be numbered.
  for (const wanted of plan.calls) {
    const isNeeded = calls.length < fewestTracked;
    const affordable = isNeeded ? wanted : affordableCalls(wanted, cost, plan.deadline);
    if (affordable === 0) break;
    const start = performance.now();
    const run = await guardedRun(
      target,
      affordable,
      Number.MAX_SAFE_INTEGER,
      plan.callTimeoutMillis,
      lateWorkMillis,
    );
    boundaries.push(await walks.next());
    calls.push(run.calls);
    cost = costOf(run, performance.now() - start);
  }
  const callsAfter = await runAfter(target, plan);
  // Each walk begins with a collection, as the snapshot does.
  await letLateWorkRun(target);
  await walks.next();
  await settle(target);
  return { calls, callsAfter, boundaries };
}

/** @returns how many calls there was time for */
async function runAfter(
  target: Target,
  { callsAfter = 0, callTimeoutMillis, deadline }: TrackingPlan,
): Promise<number> {
  const millis = deadline.millisLeft * shareOfCallsAfter;
  if (callsAfter === 0 || millis <= 0) return 0;
  return (await guardedRun(target, callsAfter, millis, callTimeoutMillis)).calls;
}

/** Before anything is called that only a snapshot would explain. */
async function declineWithoutRoom(
  { client, driver }: Target,
  objects: number,
  availableBytes?: number,
): Promise<void> {
  try {
    checkRoomForSnapshot(objects, availableBytes);
  } catch (error) {
    // Of the two ways to end tracking, the one that takes no snapshot.
    await client.send('HeapProfiler.disable');
    await driver.moveSurvivors(true);
    throw error;
  }
}

/** Milliseconds while V8 tracks: of a call, and of what comes with a batch (collections, a walk over the heap). */
interface BatchCost {
  readonly perCall: number;
  readonly perBatch: number;
}

function costOf({ calls, millis }: BatchRun, allMillis: number): BatchCost {
  return { perCall: millis / calls, perBatch: allMillis - millis };
}

/** Of the time that is left: a snapshot and the watches follow. */
const shareOfCallsAfter = 1 / 4;
/** Of the time that is left, for one batch: there are two larger ones, and more is to be done after them. */
const shareOfBatch = 1 / 5;
/** A larger batch of fewer calls than this says no more than one of a single call. */
const fewestOfLarger = 4;

/** Fewer batches than this do not tell what V8 happened to make in one of them from what each leaves behind. */
const fewestTracked = 3;
/** Of the time for all that is done: more batches of one call make more certain, and are no condition. */
const shareOfSingle = 1 / 2;

/** As many of the calls as there is time for. */
function affordableCalls(
  wanted: number,
  { perCall, perBatch }: BatchCost,
  deadline: Deadline,
): number {
  if (wanted === 1) return deadline.isPast(shareOfSingle) ? 0 : 1;
  const left = shareOfBatch * deadline.millisLeft - perBatch;
  const affordable = Math.min(wanted, Math.floor(left / Math.max(perCall, 0.01)));
  return affordable < Math.min(wanted, fewestOfLarger) ? 0 : affordable;
}

/**
 * Node 20 scans a whole script again for every closure in a snapshot where the script has no line
 * table yet (23 s after `require('typescript')`, 0.7 s with this). The debugger domain makes them.
 */
async function buildLineTables(client: InspectorClient): Promise<void> {
  await enableDebugger(client);
  await client.send('Debugger.disable');
}

/**
 * Parses while the chunks arrive; `snapshot` is the time that V8 needed beyond that. One that cannot be read is
 * let pass to its end: the process is asked for other things after it.
 */
async function readSnapshot(
  client: InspectorClient,
  clock: PhaseClock,
  onChunk: TrackingPlan['onSnapshotChunk'],
): Promise<HeapGraph> {
  const parser = new SnapshotParser();
  let isFirst = true;
  let failure: { readonly error: unknown } | undefined;
  const stop = client.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    if (failure !== undefined) return;
    try {
      clock.within('snapshot', 'parse', () => parser.push(chunk));
      onChunk?.(chunk, isFirst);
    } catch (error) {
      failure = { error };
    }
    isFirst = false;
  });
  try {
    await clock.time('snapshot', () =>
      client.send('HeapProfiler.stopTrackingHeapObjects', { reportProgress: false }),
    );
    if (failure !== undefined) throw failure.error;
    return await clock.time('parse', () => Promise.resolve(parser.finish()));
  } finally {
    stop();
  }
}

/** The walks over the heap that V8 makes every 50 ms while it tracks; each gives new objects their ids. */
class HeapWalks implements Disposable {
  readonly #waiting: ((lastSeenObjectId: number) => void)[] = [];
  /** Objects alive of those that were new at each walk, as far as V8 told a change. */
  readonly #alive = new Map<number, number>();
  readonly #stops: readonly (() => void)[];

  constructor(private readonly target: Target) {
    const { client } = target;
    this.#stops = [
      client.on('HeapProfiler.lastSeenObjectId', ({ lastSeenObjectId }) => {
        for (const resolve of this.#waiting.splice(0)) resolve(lastSeenObjectId);
      }),
      // Triples of a walk's number, objects and bytes.
      client.on('HeapProfiler.heapStatsUpdate', ({ statsUpdate }) => {
        for (let at = 0; at < statsUpdate.length; at += 3) {
          this.#alive.set(statsUpdate[at]!, statsUpdate[at + 1]!);
        }
      }),
    ];
  }

  /** In the heap at the last walk. */
  get objects(): number {
    return total([...this.#alive.values()]);
  }

  /** The greatest id after the next walk. */
  next(): Promise<number> {
    const { gone } = this.target.client;
    const walk = new Promise<number>((resolve, reject) => {
      const onGone = (): void => reject(gone.reason as Error);
      gone.addEventListener('abort', onGone, { once: true });
      this.#waiting.push((id) => {
        gone.removeEventListener('abort', onGone);
        resolve(id);
      });
    });
    return unlessNoTurn(this.target, walk);
  }

  [Symbol.dispose](): void {
    for (const stop of this.#stops) stop();
  }
}
