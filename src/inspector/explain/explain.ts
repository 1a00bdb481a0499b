import { findCauses, type Cause } from '../../core/causes/causes';
import { keepsNewest, keptPerCall } from '../../core/causes/keptObjects';
import { indexHeap, type HeapIndex } from '../../core/heap/heapIndex';
import { nameBlockVariables } from './blockVariables';
import type { Deadline } from '../deadline';
import type { PhaseClock } from '../phaseClock';
import type { Target } from '../process/target';
import { trackSurvivors } from './tracker';

export interface Explanation {
  readonly causes: readonly Cause[];
  readonly index: HeapIndex;
  /** All calls made in the process up to the snapshot. */
  readonly calls: number;
  /** Of these, those whose objects tell when they were born: the last ones, but for calls after them. */
  readonly trackedCalls: number;
  /** The last tracked batch of one call. */
  readonly lastSingleCall: number;
  /** Objects of the program's that each tracked call left behind, whether a cause accounts for them or not. */
  readonly keptPerCall: number;
  /** Whether the newest of it is still there, many of one type; undefined where too few calls tell. */
  readonly keepsNewest: boolean | undefined;
}

export interface ExplainOptions {
  /** Survivors per call as the loop counted them; fewer than one calls for larger batches. */
  readonly objectsPerCall: number;
  /** Whether that many were seen to grow, or are only not known not to. */
  readonly isSteady: boolean;
  /** Of what the calls left behind, what there is more of after them. */
  readonly keptShare: number;
  readonly millisPerCall: number;
  /** Bytes, roughly, garbage included. */
  readonly allocatedPerCall: number;
  readonly callsSoFar: number;
  /** To be made between the tracked calls and the snapshot. */
  readonly callsAfter: number;
  readonly callTimeoutMillis: number;
  readonly deadline: Deadline;
  /** Gets the snapshot as V8 sends it, piece by piece. */
  readonly onSnapshotChunk?: (chunk: string, isFirst: boolean) => void;
}

/** A few tracked calls, one snapshot, and what it says: who holds what the calls leave behind. */
export async function explain(
  target: Target,
  options: ExplainOptions,
  clock: PhaseClock,
): Promise<Explanation> {
  const { callsSoFar, keptShare, callsAfter, callTimeoutMillis, deadline, onSnapshotChunk } =
    options;
  const plan = trackedCalls(options);
  const withStacks = sum(plan) * options.allocatedPerCall <= mostBytesWithStacks;
  const tracked = await trackSurvivors(
    target,
    {
      calls: plan,
      callTimeoutMillis,
      deadline,
      withStacks,
      callsAfter,
      ...(onSnapshotChunk === undefined ? {} : { onSnapshotChunk }),
    },
    clock,
  );
  return clock.time('analyse', async () => {
    const numbered = indexHeap(tracked.graph, tracked.boundaries);
    const calls = callsSoFar + sum(tracked.calls) + tracked.callsAfter;
    const trackedCalls = { calls: tracked.calls, allCalls: calls, keptShare };
    const found = findCauses(numbered, trackedCalls);
    const named = await nameBlockVariables(target, numbered, found);
    const index = named ?? numbered;
    return {
      causes: named === undefined ? found : findCauses(named, trackedCalls),
      index,
      calls,
      trackedCalls: sum(tracked.calls),
      lastSingleCall: tracked.calls.lastIndexOf(1),
      keptPerCall: keptPerCall(index, tracked.calls),
      keepsNewest: keepsNewest(index, tracked.calls),
    };
  });
}

/**
 * Of all tracked calls together. Measured: a stack for each allocation costs 2 s per 10 MB of small
 * objects. Births are exact without; the sampler has stacks, too.
 */
const mostBytesWithStacks = 10_000_000;
/** For each larger batch, where nothing is known to grow yet. */
const mostMillisForDoubt = 2_000;
/** Where few calls used up what the loop may use (each starts a process), not many more are made. */
const shareOfCalls = 1 / 16;
/** At worst. */
const trackedSlowdown = 20;

/**
 * Single calls are exact, but what leaks need not leak with each of them (an error path, every third
 * request), and survivors per call do not tell, as one leak may be several objects. So two larger
 * batches follow, where the function is cheap enough: tracking slows it 20 times at worst.
 */
function trackedCalls(options: ExplainOptions): number[] {
  const { objectsPerCall, isSteady, millisPerCall, callsSoFar } = options;
  const wanted = objectsPerCall < 0.5 ? Math.ceil(3 / Math.max(objectsPerCall, 0.05)) : 0;
  const inTime = Math.ceil(mostMillisForDoubt / (trackedSlowdown * millisPerCall));
  const rare = isSteady ? wanted : Math.min(wanted, inTime);
  const inShare = Math.ceil(callsSoFar * shareOfCalls);
  const affordable = Math.min(inShare, millisPerCall <= 2 ? 24 : millisPerCall <= 10 ? 6 : 0);
  const larger = Math.max(rare, affordable);
  return larger === 0 ? [1, 1, 1, 1] : [1, 1, 1, larger, larger];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
