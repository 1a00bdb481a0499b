import { containerCauses, findCauses, type Cause } from '../core/causes';
import { indexHeap, type HeapIndex } from '../core/heapIndex';
import { largestContainers } from '../core/numericContainers';
import { collectPatiently } from './collect';
import { guardedRun } from './guardedRun';
import { liveSizes } from './liveSizes';
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

/** Largest containers whose sizes are looked at; growth that matters is among the largest. */
const mostContainers = 60;
const sizingCalls = 32;

/**
 * For growth that shows no objects: which containers hold more entries after some more calls, and
 * more again after as many calls again.
 */
export async function explainByLiveSizes(
  target: Target,
  { index, calls }: Explanation,
  growth: { readonly bytesPerCall: number },
  callTimeoutMillis: number,
): Promise<Cause[]> {
  const candidates = largestContainers(index, mostContainers);
  const sizes = [await liveSizes(target, index, candidates)];
  for (let round = 0; round < 2; round++) {
    await guardedRun(target, sizingCalls, Number.MAX_SAFE_INTEGER, callTimeoutMillis);
    await collectPatiently(target);
    sizes.push(await liveSizes(target, index, candidates));
  }
  const [before, between, after] = sizes.map((each) => (node: number) => each.get(node) ?? 0);
  const growing = candidates.filter(
    (node) => between!(node) > before!(node) && after!(node) > between!(node),
  );
  const containers = growing.map((node) => ({
    node,
    entriesPerCall: (after!(node) - before!(node)) / (2 * sizingCalls),
    entries: after!(node),
  }));
  return containerCauses(index, containers, growth.bytesPerCall, calls + 2 * sizingCalls);
}

/** So many that each batch leaves three objects behind where one call leaves less than one. */
function trackedCallsPerBatch(objectsPerCall: number): number {
  if (objectsPerCall >= 0.9) return 1;
  return Math.min(
    mostCallsPerBatch,
    Math.ceil(3 / Math.max(objectsPerCall, 3 / mostCallsPerBatch)),
  );
}
