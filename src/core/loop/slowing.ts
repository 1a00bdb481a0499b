import type { Series } from './survivors';

/** Fewer batches than this, and start-up is among the three that are compared. */
const fewestBatches = 6;
/** The last batch leaves this share at most of what each call left two batches, a quarter of its calls, before. */
const mostOfBefore = 0.75;
/** Standard deviations by which the rate must have fallen. */
const deviations = 3;
/** A call that leaves something behind may leave several objects: chance makes rates this many times more uneven. */
const clumped = 3;

/**
 * Whether ever fewer of the calls leave something behind: over the last three batches, seven eighths of all
 * calls, the rate fell and fell again, in objects and in bytes, by more than chance. So a cache does that knows
 * more and more of its keys, long before it is full. (A memo of 5,000 random keys after 4,096 calls: 0.87,
 * 0.73, 0.55.)
 *
 * Objects alone fall when optimised code makes one sample of what were three, bytes alone with the birth
 * of a table.
 */
export function isSlowing(series: Series): boolean {
  if (series.calls.length < fewestBatches) return false;
  return falls(series, 'objects') && falls(series, 'bytes');
}

function falls({ calls, after }: Series, figure: 'objects' | 'bytes'): boolean {
  const now = after.at(-1)!;
  const batches = [3, 2, 1].map((back) => calls.length - back);
  const rates = batches.map((batch) => now[figure][batch]! / calls[batch]!);
  const [before, between, last] = rates as [number, number, number];
  if (last > mostOfBefore * before || between > before || last > between) return false;
  return before - last > deviations * Math.hypot(before * chance(0), last * chance(2));

  /** The relative standard deviation of a batch's rate. */
  function chance(at: number): number {
    return Math.sqrt(clumped / Math.max(1, now.objects[batches[at]!]!));
  }
}
