import { lineThrough, type Line } from './lineThrough';
import type { Part } from './parts';
import { smallestObject } from './steadyRise';
import type { Moment, Series } from './survivors';

/** Fewer batches (63 calls) than this show nothing of how a whole grows with them. */
const fewestBatches = 7;
/** In the last seven eighths of all calls, so that some of them are parts of one batch. */
const fewestReadings = 6;
/** Fewer objects than this are one that is replaced; a text of 16 kB and more is in as many pieces. */
const fewestObjects = 4;
/** Of what is alive, the least that was made since the reading before. */
const leastRenewed = 1 / 2;

/**
 * All that is kept is made anew by each call, and is more each time: a state that is cloned deeply, a
 * document that is parsed, changed and written again. No object lives long, so none is seen to
 * accumulate; but what was born since the last reading, a sixteenth of the calls or fewer, is as much
 * as all calls together would have left behind.
 *
 * @returns bytes per call; undefined where nothing grows so
 */
export function bytesRenewed(series: Series): number | undefined {
  if (!isMadeAnew(series)) return undefined;
  const { calls: made } = series.course.at(-1)!;
  const late = lateReadings(series);
  return inProportion(late) ?? onTopOfBase(late, made);
}

/** Whether, from an eighth of the calls on, most of what is alive was always made since the reading before. */
function isMadeAnew(series: Series): boolean {
  if (series.calls.length < fewestBatches) return false;
  const late = lateReadings(series);
  return late.length >= fewestReadings && late.every(isRenewed);
}

function lateReadings({ course }: Series): readonly Moment[] {
  const made = course.at(-1)!.calls;
  return course.filter((reading) => reading.calls >= Math.floor(made / 8));
}

function inProportion(late: readonly Moment[]): number | undefined {
  const perCall = late.map((reading) => reading.bornBytes / reading.calls);
  const isSteady = Math.max(...perCall) <= 1.5 * Math.min(...perCall);
  const isRising = late.every((reading, at) => at === 0 || isMore(reading, late[at - 1]!));
  return isSteady && isRising ? perCall.at(-1) : undefined;
}

/** Of all that is added over the readings: the most by which one may be off the line through them. */
const mostOffLine = 1 / 4;
/** Of the growth in the other half of the calls. */
const leastEvenness = 1 / 2;

/**
 * What had a size before the first call grows along a line that does not begin at nothing, and as much
 * in the second half of the calls as before.
 */
function onTopOfBase(late: readonly Moment[], made: number): number | undefined {
  const readings = late.length < fewestForOdd ? late : withoutOdd(late);
  const { slope, mostOff } = lineOf(readings);
  const added = slope * (late.at(-1)!.calls - late[0]!.calls);
  if (slope < smallestObject || mostOff > mostOffLine * added) return undefined;
  const halves = [
    readings.filter(({ calls }) => calls <= made / 2),
    readings.filter(({ calls }) => calls >= made / 2),
  ].map((half) => lineOf(half).slope);
  return Math.min(...halves) >= leastEvenness * Math.max(...halves) ? slope : undefined;
}

/** Of so many readings one may be odd: V8 makes records of its own, 20 kB of them at times, and keeps them. */
const fewestForOdd = 12;

function withoutOdd(readings: readonly Moment[]): readonly Moment[] {
  const { farthest } = lineOf(readings);
  return readings.filter((_reading, at) => at !== farthest);
}

function lineOf(readings: readonly Moment[]): Line {
  return lineThrough(
    readings.map(({ calls }) => calls),
    readings.map(({ bornBytes }) => bornBytes),
  );
}

function isRenewed({ born, bornBytes, bytes }: Moment): boolean {
  return born >= fewestObjects && bornBytes >= leastRenewed * bytes;
}

/** Sampling, where it is not exact, may count a little less at times. */
function isMore(now: Moment, before: Moment): boolean {
  return now.bornBytes >= 0.9 * before.bornBytes;
}

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
