import { total } from './batchFigures';

/**
 * Calls between readings, by a quarter of all: unequal and of no common measure, so that what is emptied
 * every so many calls cannot be read at the same stage of its filling each time.
 */
const strides = [1, 1.414, 0.732, 0.854] as const;

/** Bytes; what rises by less per call is nothing that is kept. */
export const smallestObject = 8;

/** Calls to make before each of four more readings; as many as were made, and what so long a time allows. */
export function callsBetween(
  made: number,
  millisPerCall: number,
  mostMillis: number,
): readonly number[] {
  const calls = Math.min(made, mostMillis / Math.max(millisPerCall, 0.01));
  return strides.map((share) => Math.max(1, Math.round((share * calls) / strides.length)));
}

/**
 * Bytes per call by which something gets more: as exact readings between such numbers of calls have it, the
 * same each time within a factor of two. Undefined where it does not, and more readings would not either.
 *
 * @param bytes at first, and after each of `calls`
 */
export function steadyRise(calls: readonly number[], bytes: readonly number[]): number | undefined {
  const rates = calls.map((made, at) => (bytes[at + 1]! - bytes[at]!) / made);
  const isSame = Math.min(...rates) >= smallestObject;
  if (!isSame || Math.max(...rates) > 2 * Math.min(...rates)) return undefined;
  return (bytes.at(-1)! - bytes[0]!) / total(calls);
}
