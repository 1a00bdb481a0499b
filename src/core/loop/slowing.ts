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
 * Objects alone fall when optimised code makes one sample of what were three.
 */
export function isSlowing({ calls, after }: Series): boolean {
  const now = after.at(-1);
  if (now === undefined || calls.length < fewestBatches) return false;
  const batches = [3, 2, 1].map((back) => calls.length - back);
  const objects = batches.map((batch) => now.objects[batch]!);
  // The table of a map was made anew with its last few entries, and is as large as all of them.
  const bytes = batches.map((batch) =>
    now.bytes[batch]! < now.largest ? now.bytes[batch]! : now.bytes[batch]! - now.largest,
  );
  const made = batches.map((batch) => calls[batch]!);
  return falls(objects, objects, made) && falls(bytes, objects, made);
}

/** @param objects by which chance is measured */
function falls(
  figures: readonly number[],
  objects: readonly number[],
  calls: readonly number[],
): boolean {
  const rates = figures.map((figure, at) => figure / calls[at]!);
  const [before, between, last] = rates as [number, number, number];
  const chance = rates.map((rate, at) => rate * Math.sqrt(clumped / Math.max(1, objects[at]!)));
  return (
    last < between &&
    between < before &&
    last <= mostOfBefore * before &&
    before - last > deviations * Math.hypot(chance[0]!, chance[2]!)
  );
}
