import type { Cause } from '../../core/causes/causes';
import type { HeapIndex } from '../../core/heap/heapIndex';
import { collectPatiently } from '../loop/collect';
import { guardedRun } from '../loop/guardedRun';
import { LiveSizes } from './liveSizes';
import type { Target } from '../process/target';
import type { WatchPlan } from '../watch/watchCauses';

/** A holder with this share of all that the calls left behind lost none of it, chance aside. */
const lostNothing = 0.9;
const calls = 32;
/** Entries that so many calls must add for their absence to say something. */
const fewestEntries = 8;

/**
 * Leaves out collections that are full: they hold much of what the calls left, as a cache of half as
 * many entries does, and its newest entries are new, but it has no more of them after more calls.
 */
export async function withoutFullHolders(
  target: Target,
  index: HeapIndex,
  causes: readonly Cause[],
  { callTimeoutMillis, deadline }: WatchPlan,
): Promise<readonly Cause[]> {
  const doubtful = causes.filter(
    ({ confidence, objectsPerCall, group }) =>
      confidence < lostNothing &&
      objectsPerCall * calls >= fewestEntries &&
      group.owners.length === 1,
  );
  if (doubtful.length === 0 || deadline.isPast()) return causes;
  const owners = doubtful.map(({ group }) => group.owner);
  await using live = await LiveSizes.open(target, index, owners);
  const before = await live.readCollections();
  const run = await guardedRun(target, calls, deadline.millisLeft, callTimeoutMillis);
  if (run.calls < calls) return causes;
  await collectPatiently(target);
  const after = await live.readCollections();
  const isFull = ({ group: { owner } }: Cause): boolean => {
    const size = before.get(owner);
    return size !== undefined && size > 0 && after.get(owner) === size;
  };
  return causes.filter((cause) => !doubtful.includes(cause) || !isFull(cause));
}
