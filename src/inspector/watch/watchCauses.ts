import type { Cause } from '../../core/causes/causes';
import type { HeapIndex } from '../../core/heap/heapIndex';
import { collectPatiently } from '../loop/collect';
import type { Deadline } from '../deadline';
import { guardedRun } from '../loop/guardedRun';
import type { WatchedStore } from './growthWatch';
import type { Scripts } from '../source/scripts';
import type { Target } from '../process/target';
import { WatchSession } from './watchSession';

export interface WatchPlan {
  readonly callTimeoutMillis: number;
  /** After it not more than one call is made. */
  readonly deadline: Deadline;
}

/** More causes than anyone reads at once; the rest is found in source. */
export const mostCauses = 24;

/**
 * One more call (or as few as make every cause grow) with every leak root watched.
 *
 * @returns for each cause, in their order, what was stored in its leak root and still lives
 */
export async function watchCauses(
  target: Target,
  scripts: Scripts,
  index: HeapIndex,
  causes: readonly Cause[],
  plan: WatchPlan,
): Promise<(readonly WatchedStore[])[]> {
  const watched = causes.slice(0, mostCauses);
  const calls = callsToWatch(watched);
  await using session = new WatchSession(target, scripts, index, calls, plan);
  await session.watch(watched);
  await guardedRun(target, calls, plan.deadline.millisLeft, plan.callTimeoutMillis);
  await session.restore();
  await collectPatiently(target);
  return await session.stores(watched);
}

const mostCalls = 200;

/** One call, or so many that the rarest cause leaves something behind. */
export function callsToWatch(causes: readonly Cause[]): number {
  const rarest = Math.min(1, ...causes.map(({ objectsPerCall }) => objectsPerCall));
  return rarest >= 0.95 ? 1 : Math.min(mostCalls, Math.ceil(2 / Math.max(rarest, 0.01)));
}
