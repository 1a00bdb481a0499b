import { findCauses, type Cause } from '../core/causes';
import { indexHeap, type HeapIndex } from '../core/heapIndex';
import type { PhaseClock } from './phaseClock';
import type { Target } from './target';
import { trackSurvivors } from './tracker';

export interface Explanation {
  readonly causes: readonly Cause[];
  readonly index: HeapIndex;
  readonly callsPerBatch: number;
  /** All calls made in the process up to the snapshot. */
  readonly calls: number;
}

export interface ExplainOptions {
  /** Survivors per call as the loop counted them; fewer than one calls for larger batches. */
  readonly objectsPerCall: number;
  readonly callsSoFar: number;
  readonly callTimeoutMillis: number;
}

/** Enough to see that each leaves something behind, and that it is not only the last one. */
const trackedBatches = 4;
const mostCallsPerBatch = 64;

/** A few tracked calls, one snapshot, and what it says: who holds what the calls leave behind. */
export async function explain(
  target: Target,
  { objectsPerCall, callsSoFar, callTimeoutMillis }: ExplainOptions,
  clock: PhaseClock,
): Promise<Explanation> {
  const callsPerBatch = trackedCallsPerBatch(objectsPerCall);
  const plan = { batches: trackedBatches, callsPerBatch, callTimeoutMillis };
  const tracked = await trackSurvivors(target, plan, clock);
  return clock.time('analyse', () => {
    const index = indexHeap(tracked.graph, tracked.boundaries);
    const calls = callsSoFar + trackedBatches * callsPerBatch;
    const causes = findCauses(index, { batches: trackedBatches, callsPerBatch, allCalls: calls });
    return Promise.resolve({ causes, index, callsPerBatch, calls });
  });
}

/** So many that each batch leaves three objects behind where one call leaves less than one. */
function trackedCallsPerBatch(objectsPerCall: number): number {
  if (objectsPerCall >= 0.9) return 1;
  return Math.min(
    mostCallsPerBatch,
    Math.ceil(3 / Math.max(objectsPerCall, 3 / mostCallsPerBatch)),
  );
}
