import { lateBatches, settledBatches, total } from './batchFigures';
import type { Alive, Series } from './survivors';

/**
 * Whether each late batch left as much behind as its share of the calls: within a factor of two of
 * the others, or within what chance does to small counts (two standard deviations).
 *
 * In bytes, because optimised code allocates several objects in one go, which is then one sample; or in
 * objects, because lists that old calls have left behind may get longer with each new one (every
 * subscriber that notes what it is told), and are then made anew in the newest batches.
 */
export function isProportional({ calls, after }: Series): boolean {
  const now = after.at(-1)!;
  const size = meanSize(now, settledBatches(calls));
  return isInProportion(calls, now.bytes, size) || isInProportion(calls, now.objects, 1);
}

/** @param size of one object, in the unit of the figures */
function isInProportion(
  calls: readonly number[],
  figures: readonly number[],
  size: number,
): boolean {
  const rate = perSettledCall(calls, figures);
  return lateBatches(calls).every((batch) => {
    const expected = rate * calls[batch]!;
    const figure = figures[batch]!;
    if (Math.abs(figure - expected) <= deviation(expected, size)) return true;
    // The last batch may hold more on top: what a cache keeps of the newest calls.
    return figure >= expected / 2 && (figure <= expected * 2 || batch === calls.length - 1);
  });
}

export function perSettledCall(calls: readonly number[], values: readonly number[]): number {
  const batches = settledBatches(calls);
  return total(batches.map((batch) => values[batch]!)) / total(batches.map((b) => calls[b]!));
}

/** Two standard deviations, in bytes, of a number of objects that chance makes (Poisson). */
export function deviation(expectedBytes: number, objectSize: number): number {
  return 2 * Math.sqrt(expectedBytes / objectSize) * objectSize;
}

/** Of the objects of some batches: one large object of another batch must not pass for many. */
export function meanSize({ objects, bytes }: Alive, batches: readonly number[]): number {
  const count = total(batches.map((batch) => objects[batch]!));
  return Math.max(1, total(batches.map((batch) => bytes[batch]!)) / Math.max(1, count));
}
