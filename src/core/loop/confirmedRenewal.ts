import { total } from './batchFigures';
import type { Part } from './parts';
import { isMadeAnew, leastRenewalPerCall } from './renewalTrend';

/**
 * Calls between readings, by a quarter of all: unequal and of no common measure, so that what is emptied
 * every so many calls cannot be read at the same stage of its filling each time.
 */
const strides = [1, 1.414, 0.732, 0.854] as const;

/**
 * Whether all of a part may be made anew by each call, and be more each time, though the sampler, which sees
 * one in many bytes of such heavy calls, could not tell: a state of 1 MB that gets 350 B longer is 200
 * samples, and 7 % more or less by chance alone. (So is what the heap as a whole uses.)
 */
export function mayBeRenewing({ isProgram, trend, series }: Part): boolean {
  return isProgram && trend.kind !== 'growing' && isMadeAnew(series);
}

/** Of what is alive, what a single call made: of a cache of twenty it is a twentieth. */
const leastOfOneCall = 1 / 2;

/** @param bytes that one call makes anew and leaves */
export function isOfOneCall({ series }: Part, bytes: number): boolean {
  return bytes >= leastOfOneCall * series.course.at(-1)!.bytes;
}

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
 * Bytes per call by which what calls make anew gets more: as exact readings between such numbers of calls
 * have it, the same each time within a factor of two. Undefined where it does not, and more readings would not
 * either.
 *
 * @param bytes that one call makes anew and leaves: at first, and after each of `calls`
 */
export function confirmedRenewal(
  calls: readonly number[],
  bytes: readonly number[],
): number | undefined {
  const rates = calls.map((made, at) => (bytes[at + 1]! - bytes[at]!) / made);
  const isSame = Math.min(...rates) >= leastRenewalPerCall;
  if (!isSame || Math.max(...rates) > 2 * Math.min(...rates)) return undefined;
  return (bytes.at(-1)! - bytes[0]!) / total(calls);
}
