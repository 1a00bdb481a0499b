import { total } from './batchFigures';
import { isProportional } from './proportion';
import type { Moment, Series } from './survivors';
import { negligiblePerCall, type Trend } from './trend';

/** Two batches to be old, two to be new. */
const fewestBatches = 4;
/** Fewer objects than this are nobody's cache. */
const fewestEvicted = 8;
/** Two steps between readings, to be more than one coincidence. */
const fewestReadings = 3;

/**
 * Whether what the calls leave behind stays below a bound, and how: seen in the course of all
 * readings, because within a batch, as large as all before it together, a cache of more entries than
 * these fills up and starts to evict, and a buffer is emptied.
 */
export function boundedTrend(series: Series): Trend | undefined {
  const how = waysToBeBounded.find(([, isSo]) => isSo(series))?.[0];
  if (how === undefined) return undefined;
  const fullest = series.course.reduce((most, now) => (now.objects > most.objects ? now : most));
  return { kind: 'bounded', how, bound: fullest.objects, bytes: fullest.bytes };
}

const waysToBeBounded = [
  ['evicts', staysLevel],
  ['fills', fills],
  ['fills', saturates],
  ['flushes', flushes],
  ['evicts', losesTheOld],
] as const;

/**
 * From some reading on the total is the same, though objects go on being born: each new one takes the
 * place of an old one, whichever that is. One in 64 that stayed would make it rise by as many.
 */
function staysLevel({ course }: Series): boolean {
  const late = lateReadings(course, 7 / 8);
  const now = late.at(-1)!;
  return late.some((from, at) => {
    const since = late.slice(at + 1);
    const born = total(since.map((reading) => reading.born));
    if (since.length < fewestReadings - 1 || born < 0.2 * now.objects) return false;
    if (since.some((reading) => reading.born < fewestEvicted)) return false;
    // Optimised code makes one sample of what were three, and a table that grew once stays: one may rise.
    return (['objects', 'bytes'] as const).some((figure) => {
      const figures = late.slice(at).map((reading) => reading[figure]);
      const rise = ((now[figure] - from[figure]) / now[figure]) * now.objects;
      const isSteady = Math.max(...figures) <= 1.05 * Math.min(...figures);
      return isSteady && rise <= Math.max(2, born * negligiblePerCall);
    });
  });
}

/** Batch after batch left its share behind, as a leak would, until one did not any more. */
function fills({ calls, after, course }: Series): boolean {
  const last = calls.length - 1;
  const now = after[last]!.objects;
  const full = now.findLastIndex((count) => count > 0);
  if (full < fewestBatches || full > last - 1) return false;
  const filling = { calls: calls.slice(0, full), after: after.slice(0, full), course };
  const left = filling.after.at(-1)!.objects;
  return left.every((count, batch) => batch === 0 || count > 0) && isProportional(filling);
}

/**
 * Ever fewer of the calls leave something new behind, as where a cache knows most of its keys: over
 * the last half of all calls the rate fell, never rising by more than chance, to nearly nothing.
 */
function saturates({ course }: Series): boolean {
  const late = lateReadings(course, 1 / 2);
  const rates = late.slice(1).map(({ born, calls }, at) => born / (calls - late[at]!.calls));
  if (rates.length < 4) return false;
  const step = course.at(-1)!.calls / 2 / rates.length;
  const quarter = Math.floor(rates.length / 4);
  const atFirst = total(rates.slice(0, quarter)) / quarter;
  const atLast = total(rates.slice(-quarter)) / quarter;
  const chance = 3 * Math.sqrt(atFirst / step);
  return (
    course.at(-1)!.objects >= fewestEvicted &&
    atFirst * quarter * step >= fewestEvicted &&
    atLast <= Math.min(negligiblePerCall, atFirst / 4) &&
    rates.every((rate, at) => at === 0 || rate <= rates[at - 1]! + chance)
  );
}

/** As {@link losesTheOld}, all or most of it at once. */
function flushes(series: Series): boolean {
  const late = lateReadings(series.course, 7 / 8);
  const goesAtOnce = late.some(
    ({ objects }, at) =>
      objects >= fewestEvicted && (late[at + 1]?.objects ?? objects) <= objects / 2,
  );
  return goesAtOnce && losesTheOld(series);
}

/**
 * What older calls left behind, much of it once, is gone, but for less than is claimed to be found;
 * and there is hardly more now than there was when half of the calls were made.
 *
 * One large batch is enough: what goes on being kept is left by each, and another may have filled something once.
 */
function losesTheOld({ calls, after, course }: Series): boolean {
  const last = calls.length - 1;
  // Seven thirty-seconds of all calls, before the last two batches and after what start-up leaves behind.
  const old = [4, 3, 2].map((back) => last - back).filter((batch) => batch >= 0);
  const left = (batch: number): number => after[last]!.objects[batch]!;
  const claimed = (batch: number): number => calls[batch]! * negligiblePerCall;
  const isGone = (batch: number): boolean =>
    claimed(batch) >= fewestEvicted &&
    left(batch) <= claimed(batch) &&
    after[batch]!.objects[batch]! > claimed(batch);
  const areGone = total(old.map(left)) <= total(old.map(claimed));
  // The largest but one tells most: as many calls as there had been by then were made after it.
  const isAnyGone = [...old, last - 1].some(isGone);
  const once = Math.max(...old.map((batch) => after[batch]!.objects[batch]!));
  const half = course.at(-1)!.calls / 2;
  const most = Math.max(...course.filter((at) => at.calls <= half).map(({ objects }) => objects));
  return once >= fewestEvicted && (areGone || isAnyGone) && course.at(-1)!.objects <= 1.5 * most;
}

/** Readings in the last part of all calls; `share` says how large a part. */
function lateReadings(course: readonly Moment[], share: number): Moment[] {
  const made = course.at(-1)?.calls ?? 0;
  return course.filter(({ calls }) => calls >= Math.floor(made * (1 - share)));
}
