import { lateBatches, total } from './batchFigures';
import { largestIn, mostSizes, without } from './largestSizes';
import { proportionalGrowth } from './levelTrend';
import type { Moment, Series } from './survivors';
import type { Trend } from './trend';

/** What one object takes at most in the backing store that it is an entry of (a map's, half empty). */
export const entryBytes = 128;
/** A character a call. */
const leastReplacedBytes = 1;
/** Fewer calls than this show nothing of how an object grows with them. */
const fewestCalls = 12;

/** Fewer batches (63 calls) than this are start-up. */
const fewestBatches = 7;

/**
 * One object replaced by an ever larger one (a backing store of numbers, a flattened string): the
 * count stays, but the largest object alive grows with the calls. A store that is full of objects
 * grows with these and says nothing of its own.
 *
 * @returns bytes per call; undefined where nothing grows so
 */
export function bytesReplaced(series: Series): number | undefined {
  const { calls, after, course } = series;
  if (calls.length < fewestBatches) return undefined;
  const sizes = after.map(({ largest }) => largest);
  const bytesPerCall =
    proportionalGrowth(calls, [0, ...sizes])?.perCall ?? sizeInProportion(calls, sizes) ?? 0;
  const isOfObjects = bytesPerCall * total(calls) <= entryBytes * total(after.at(-1)!.objects);
  if (isOfObjects || bytesPerCall < leastReplacedBytes) return undefined;
  return wasEmptied(course) || !hasReplaced(series) ? undefined : bytesPerCall;
}

/**
 * Bytes per call of what keeps its size in proportion to the calls while these grow eightfold.
 * Backing stores grow by half or double when they are full, so once at least while the calls double:
 * what they add with each batch is uneven, unlike what is added to a text or a copied list that had a
 * size before the first call.
 */
function sizeInProportion(
  calls: readonly number[],
  allSizes: readonly number[],
): number | undefined {
  const late = lateBatches(calls);
  const sizes = late.map((batch) => allSizes[batch]!);
  const made = late.map((batch) => total(calls.slice(0, batch + 1)));
  const perCall = sizes.map((size, at) => size / made[at]!);
  const isSteady = Math.max(...perCall) <= 2.2 * Math.min(...perCall);
  const isRising = sizes.every(
    (size, at) => at === 0 || made[at]! < 1.9 * made[at - 1]! || size >= 1.3 * sizes[at - 1]!,
  );
  return isSteady && isRising ? perCall.at(-1) : undefined;
}

/**
 * A store that is full of what accumulates never gets smaller; that of a cache does, when it is emptied. Where
 * something larger than ever before is alive in the end, nothing was emptied: V8's sampler misses a store
 * now and then, while code gets optimized (one of 80 kB for 1,000 calls), until the next one takes its place.
 */
function wasEmptied(course: readonly Moment[]): boolean {
  const now = largestIn(course.at(-1)!.sizes);
  let most = 0;
  return course.some(({ sizes }, at) => {
    const largest = largestIn(sizes);
    most = Math.max(most, largest);
    const next = largestIn(course[at + 1]?.sizes ?? sizes);
    return next < leastLeft * largest && now <= most;
  });
}

/** Of the largest of the reading before, where nothing was emptied. */
const leastLeft = 0.75;

/**
 * Whether one of the large objects that were there after a quarter of the calls or fewer is gone, so that a larger
 * one may have taken its place. What V8 makes of the code while that gets warm is large as well, but stays.
 */
export function hasReplaced({ course }: Series): boolean {
  const now = course.at(-1);
  if (now === undefined) return true;
  // more than one reading: V8's sampler may have missed a store at one of them
  const before = course.filter(({ calls }) => calls <= now.calls / 4 && calls > now.calls / 16);
  return before.length === 0 || before.some((moment) => isOneGone(moment, now));
}

/**
 * So many times the calls make what is in proportion to them so many times as large, and twice that where it grows
 * by the power of two. Where more are large than are seen, one may be gone.
 */
function isOneGone(before: Moment, now: Moment): boolean {
  const came = largestIn(without(now.sizes, before.sizes));
  const least = (came * before.calls) / (2 * now.calls);
  const mayBeUnseen = before.sizes.length === mostSizes && before.sizes[mostSizes - 1]! >= least;
  return came > 0 && (mayBeUnseen || largestIn(without(before.sizes, now.sizes)) >= least);
}

/** Whether it grows by replacing one object with an ever larger one. */
export function isReplacement(trend: Trend): boolean {
  return trend.kind === 'growing' && trend.objectsPerCall === 0;
}

/** Whether the largest object has, with some batch, grown with the calls as it would in a replacement. */
export function mayBeReplacing({ calls, after }: Series): boolean {
  return after.some(({ largest }, batch) => {
    const before = after[batch - 1]?.largest ?? largest;
    const made = total(calls.slice(0, batch + 1));
    return largest > before && largest >= leastReplacedBytes * made && made >= fewestCalls;
  });
}
