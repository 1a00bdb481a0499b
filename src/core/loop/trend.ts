import type { Alive, Series } from './survivors';

/**
 * How the survivors of one part of the program develop, from their survivor matrix alone.
 *
 * - `none`: nothing is alive.
 * - `growing`: what old calls left behind stays, and new calls leave behind as much again.
 * - `bounded`: the calls leave something behind, but never more than `bound` objects together:
 *   it `evicts` (old ones go when new ones come) or `fills` (new calls add nothing any more).
 * - `passing`: a few objects at odd moments, such as V8 keeps for itself while code gets warm.
 * - `undecided`: too few calls to tell.
 */
export type Trend =
  | { readonly kind: 'none' | 'passing' | 'undecided' }
  | { readonly kind: 'growing'; readonly objectsPerCall: number; readonly bytesPerCall: number }
  | {
      readonly kind: 'bounded';
      readonly how: 'evicts' | 'fills';
      readonly bound: number;
      readonly bytes: number;
    };

/** Two batches to be old, two to be new. */
const fewestBatches = 4;
/** Fewer survivors than this in three quarters of the calls could be chance. */
const fewestSurvivors = 12;
/** Fewer objects than this after a batch are nobody's cache. */
const fewestEvicted = 8;
/** One object in 64 calls: V8's own business comes to less, and less is not claimed to be excluded. */
export const negligiblePerCall = 1 / 64;
/** What one object takes at most in the backing store that it is an entry of (a map's, half empty). */
export const entryBytes = 128;
/** A character a call. */
const leastReplacedBytes = 1;

/**
 * Pure arithmetic, no names, no sizes: batches double, so between the last two readings the number
 * of calls doubled too, and whatever bounds the survivors must have shown in the old ones.
 */
export function trendOf(series: Series): Trend {
  const objects = objectTrend(series);
  if (objects.kind === 'growing' || objects.kind === 'none') return objects;
  return replacementTrend(series) ?? objects;
}

function objectTrend(series: Series): Trend {
  const { calls, after } = series;
  const last = calls.length - 1;
  const now = after[last]?.objects ?? [];
  if (total(now) === 0) return { kind: after.some(hasAny) ? 'passing' : 'none' };
  if (calls.length < fewestBatches) return { kind: 'undecided' };
  const objectsPerCall = perSettledCall(calls, now);
  const isGrowing = isKept(series) && isProportional(series) && isEnough(series);
  if (isGrowing && objectsPerCall >= negligiblePerCall) {
    const bytesPerCall = perSettledCall(calls, after[last]!.bytes);
    return { kind: 'growing', objectsPerCall, bytesPerCall };
  }
  return boundedTrend(series) ?? { kind: isUnfinished(series) ? 'undecided' : 'passing' };
}

/**
 * What the older calls left behind is still there after as many calls again: in bytes, or in objects,
 * as a table that outgrew itself in the last batch leaves many bytes but is one object.
 */
function isKept({ calls, after }: Series): boolean {
  const last = calls.length - 1;
  const size = meanSize(after[last]!, settledBatches(calls));
  const old = (batch: number, figure: 'objects' | 'bytes'): number =>
    total(after[batch]![figure].slice(0, last - 1));
  const [bytes, objects] = [old(last - 1, 'bytes'), old(last - 1, 'objects')];
  return (
    old(last, 'objects') > 0 &&
    (old(last, 'bytes') >= bytes - deviation(bytes, size) ||
      old(last, 'objects') >= objects - deviation(objects, 1))
  );
}

/**
 * Whether each late batch left as much behind as its share of the calls: within a factor of two of
 * the others, or within what chance does to small counts (two standard deviations).
 *
 * In bytes, because optimised code allocates several objects in one go, which is then one sample.
 */
function isProportional({ calls, after }: Series): boolean {
  const now = after.at(-1)!;
  const rate = perSettledCall(calls, now.bytes);
  const size = meanSize(now, settledBatches(calls));
  return lateBatches(calls).every((batch) => {
    const expected = rate * calls[batch]!;
    const bytes = now.bytes[batch]!;
    if (Math.abs(bytes - expected) <= deviation(expected, size)) return true;
    // The last batch may hold more on top: what a cache keeps of the newest calls.
    return bytes >= expected / 2 && (bytes <= expected * 2 || batch === calls.length - 1);
  });
}

/** Enough survivors for their proportion to the calls to be beyond chance. */
function isEnough({ calls, after }: Series): boolean {
  const now = after.at(-1)!.objects;
  if (total(settledBatches(calls).map((batch) => now[batch]!)) >= fewestSurvivors) return true;
  // Few calls were possible: then every single one must have left the same number behind.
  const each = now.at(-1)! / calls.at(-1)!;
  return each >= 1 && calls.every((made, batch) => batch === 0 || now[batch] === each * made);
}

function boundedTrend(series: Series): Trend | undefined {
  const how = evicts(series) ? 'evicts' : fills(series) ? 'fills' : undefined;
  if (how === undefined) return undefined;
  const totals = series.after.map(({ objects, earlier }) => total(objects) + earlier.objects);
  const bound = Math.max(...totals);
  const { bytes, earlier } = series.after[totals.indexOf(bound)]!;
  return { kind: 'bounded', how, bound, bytes: total(bytes) + earlier.bytes };
}

/**
 * Old objects go as new ones come: after each late batch some of its own are alive, what older calls
 * left behind is at most half of what it once was, and the total has stayed about the same.
 */
function evicts({ calls, after }: Series): boolean {
  const last = calls.length - 1;
  const late = lateBatches(calls).slice(1);
  // Optimised code makes one sample of what were three, and a table that grew once stays: one may be level.
  const isLevel = (['objects', 'bytes'] as const).some((figure) => {
    const totals = late.map((batch) => total(after[batch]![figure]));
    return Math.max(...totals) <= 1.5 * Math.min(...totals);
  });
  const alwaysSome = late.every((batch) => after[batch]!.objects[batch]! >= fewestEvicted);
  const oldNow = total(after[last]!.objects.slice(0, last));
  const oldAtBest = Math.max(...after.slice(0, last).map(({ objects }) => total(objects)));
  return alwaysSome && isLevel && oldNow <= oldAtBest / 2;
}

/** Batch after batch left its share behind, as a leak would, until one did not any more. */
function fills({ calls, after }: Series): boolean {
  const last = calls.length - 1;
  const now = after[last]!.objects;
  const full = now.findLastIndex((count) => count > 0);
  if (full < fewestBatches || full > last - 1) return false;
  const filling = { calls: calls.slice(0, full), after: after.slice(0, full) };
  const left = filling.after.at(-1)!.objects;
  return left.every((count, batch) => batch === 0 || count > 0) && isProportional(filling);
}

/** The newest calls still leave something behind; whether it stays, more calls would tell. */
function isUnfinished({ calls, after }: Series): boolean {
  const last = calls.length - 1;
  const now = after[last]!.objects;
  return now[last]! > 0 || now[last - 1]! > 0;
}

/**
 * One object replaced by an ever larger one (a backing store of numbers, a flattened string): the
 * count stays, but the largest object alive keeps its size in proportion to the calls while these
 * grow eightfold. Backing stores grow by half or double when they are full, so once at least while
 * the calls double; one that is full of objects grows with these and says nothing of its own.
 */
function replacementTrend({ calls, after }: Series): Trend | undefined {
  const late = lateBatches(calls);
  if (calls.length < 7 || late.length < 4) return undefined;
  const sizes = late.map((batch) => after[batch]!.largest);
  const made = late.map((batch) => total(calls.slice(0, batch + 1)));
  const perCall = sizes.map((size, at) => size / made[at]!);
  const isSteady = Math.max(...perCall) <= 2.2 * Math.min(...perCall);
  const isRising = sizes.every(
    (size, at) => at === 0 || made[at]! < 1.9 * made[at - 1]! || size >= 1.3 * sizes[at - 1]!,
  );
  const bytesPerCall = perCall.at(-1)!;
  const isOfObjects = sizes.at(-1)! <= entryBytes * total(after.at(-1)!.objects);
  if (!isSteady || !isRising || isOfObjects || bytesPerCall < leastReplacedBytes) return undefined;
  return { kind: 'growing', objectsPerCall: 0, bytesPerCall };
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
    return largest > before && largest >= leastReplacedBytes * made && made >= fewestSurvivors;
  });
}

/** The last four batches, fifteen sixteenths of all calls: what start-up leaves behind is in the others. */
function lateBatches(calls: readonly number[]): number[] {
  return [4, 3, 2, 1].map((back) => calls.length - back).filter((batch) => batch >= 0);
}

/** Late, but not so late that a cache could still hold them: all but the very last. */
function settledBatches(calls: readonly number[]): number[] {
  return lateBatches(calls).slice(0, -1);
}

function perSettledCall(calls: readonly number[], values: readonly number[]): number {
  const batches = settledBatches(calls);
  return total(batches.map((batch) => values[batch]!)) / total(batches.map((b) => calls[b]!));
}

/** Two standard deviations, in bytes, of a number of objects that chance makes (Poisson). */
function deviation(expectedBytes: number, objectSize: number): number {
  return 2 * Math.sqrt(expectedBytes / objectSize) * objectSize;
}

/** Of the objects of some batches: one large object of another batch must not pass for many. */
function meanSize({ objects, bytes }: Alive, batches: readonly number[]): number {
  const count = total(batches.map((batch) => objects[batch]!));
  return Math.max(1, total(batches.map((batch) => bytes[batch]!)) / Math.max(1, count));
}

function hasAny({ objects }: Alive): boolean {
  return objects.some((count) => count > 0);
}

function total(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
