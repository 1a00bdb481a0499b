import type { Cause } from '../../core/causes/causes';
import { scatteredPlaces } from '../../core/causes/storePlaces';
import type { HeldBy } from '../../core/report/report';
import type { HeapIndex } from '../../core/heap/heapIndex';
import { collectPatiently } from '../loop/collect';
import { guardedRun } from '../loop/guardedRun';
import type { WatchedStore } from './growthWatch';
import type { Scripts } from '../source/scripts';
import type { Target } from '../process/target';
import { mostCauses, type WatchPlan } from './watchCauses';
import { WatchSession } from './watchSession';

/** With so many places and calls, one is met in a tree of 10,000 nodes; more calls than the loop made are never made. */
const mostPlaces = 192;
const mostCalls = 1_000;
const mostMillis = 2_000;

/** Held by what the program's own statements store; each further call might open another port otherwise. */
const byProgram: ReadonlySet<HeldBy> = new Set<HeldBy>(['JavaScript', 'context', 'global']);

/**
 * Where each call adds to another one of many objects, the watched call seldom adds to one that was watched: the
 * nodes of a tree, the buckets of a table. For causes of which nothing was seen, more of them are watched, for as
 * many calls as one of these is likely to be met.
 *
 * @param stores of each cause, as they were seen at first
 * @returns the same, with those seen now
 */
export async function watchScattered(
  target: Target,
  scripts: Scripts,
  index: HeapIndex,
  causes: readonly Cause[],
  stores: readonly (readonly WatchedStore[])[],
  plan: WatchPlan & { readonly callsOfLoop: number },
): Promise<(readonly WatchedStore[])[]> {
  const known = [...stores];
  const scattered = causes.slice(0, mostCauses).flatMap((cause, at) => {
    const isUnseen = stores[at]?.length === 0 && byProgram.has(cause.heldBy);
    const places = isUnseen ? scatteredPlaces(index, cause.group).slice(0, mostPlaces) : [];
    return places.length === 0 ? [] : [{ at, cause, places }];
  });
  if (scattered.length === 0 || plan.deadline.isPast()) return known;
  const calls = Math.min(mostCalls, plan.callsOfLoop);
  await using session = new WatchSession(target, scripts, index, calls, plan);
  await session.watchPlaces(scattered);
  const millis = Math.min(mostMillis, plan.deadline.millisLeft);
  await guardedRun(target, calls, millis, plan.callTimeoutMillis);
  await session.restore();
  await collectPatiently(target);
  const seen = await session.stores(scattered.map(({ cause }) => cause));
  for (const [nth, { at }] of scattered.entries()) known[at] = seen[nth]!;
  return known;
}
