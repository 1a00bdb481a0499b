import { groupBy } from '../../core/groupBy';
import type { WatchedStore } from './growthWatch';

/**
 * Leaves out what makes anew all that a container holds, where something else was seen to add as much as
 * stays: each call stores every entry again and one more, and only that one is growth. Of objects alone: that a
 * number was there before nobody can tell.
 *
 * @param mostAdded so many survivors the calls add at most, all together
 */
export function withoutRenewals(
  stores: readonly WatchedStore[],
  mostAdded: number,
): readonly WatchedStore[] {
  const places = groupBy(stores, placeOf);
  const addsFew = (store: WatchedStore): boolean => places.get(placeOf(store))!.length <= mostAdded;
  const additions = new Set(stores.filter(addsFew).map(kindOf));
  return stores.filter(
    (store) => store.className === undefined || addsFew(store) || !additions.has(kindOf(store)),
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
