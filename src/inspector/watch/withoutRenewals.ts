import { groupBy } from '../../core/groupBy';
import type { WatchedStore } from './growthWatch';

/**
 * Leaves out what makes anew all that a container holds, where something else was seen to add as much as
 * stays: each call stores every entry again and one more, and only that one is growth.
 *
 * @param mostAdded so many survivors the calls add at most, all together
 */
export function withoutRenewals(
  stores: readonly WatchedStore[],
  mostAdded: number,
): readonly WatchedStore[] {
  const places = groupBy(stores, placeOf);
  const isFew = ([, each]: readonly [string, readonly WatchedStore[]]): boolean =>
    each.length <= mostAdded;
  const additions = [...places].filter(isFew).map(([, [first]]) => kindOf(first!));
  return stores.filter(
    (store) =>
      places.get(placeOf(store))!.length <= mostAdded || !additions.includes(kindOf(store)),
  );
}

/** The statement that stores: in a library, together with who calls it. */
function placeOf({ frames }: WatchedStore): string {
  return frames
    .map(({ url, line, column }) => `${url}:${String(line)}:${String(column)}`)
    .join(' ');
}

/** What is alike but for the place. */
function kindOf({ className, adds, mutates }: WatchedStore): string {
  return `${String(className)} ${String(adds)} ${String(mutates)}`;
}
