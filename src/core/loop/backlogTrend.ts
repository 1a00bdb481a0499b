import { total } from './batchFigures';
import { lineThrough, type Line } from './lineThrough';
import type { Moment, Series } from './survivors';
import { negligiblePerCall, type Trend } from './trend';

/** In the last seven eighths of all calls, so that some of them are parts of one batch. */
const fewestReadings = 6;
/** Fewer objects than this in seven eighths of the calls could be chance. */
const fewestObjects = 200;
/** Of all that is added over the readings: the most by which one may be off the line through them. */
const mostOffLine = 1 / 16;
/** Between two readings, of what the line has it rise by. */
const leastRise = 1 / 2;
/**
 * Of the rise in the first half of all calls, that in the second. In a table of slots that new entries
 * take from others it falls: to 7/8 with three times as many slots as calls.
 */
const leastEvenness = 7 / 8;

/**
 * A queue that gets two entries for each one that is taken: no object stays for good, as the oldest go first,
 * but from reading to reading there are more of them, along one line with the calls, to the end. What is bounded
 * loses nothing before it is full, and does not rise after.
 */
export function backlogTrend({ course }: Series): Trend | undefined {
  const late = lateReadings(course);
  if (late.length < fewestReadings) return undefined;
  const objectsPerCall = evenRiseOf(late);
  if (objectsPerCall === undefined || objectsPerCall < negligiblePerCall) return undefined;
  const added = objectsPerCall * (late.at(-1)!.calls - late[0]!.calls);
  if (added < fewestObjects) return undefined;
  const born = total(late.slice(1).map((reading) => reading.born));
  const keptShare = Math.min(1, added / born);
  return { kind: 'growing', objectsPerCall, bytesPerCall: lineOf(late, 'bytes').slope, keptShare };
}

function lateReadings(course: readonly Moment[]): readonly Moment[] {
  const made = course.at(-1)?.calls ?? 0;
  return course.filter(({ calls }) => calls >= Math.floor(made / 8));
}

/**
 * By how much each call makes it more; undefined where it does not rise evenly. In objects, as the backing store
 * of a list grows by half at once.
 */
function evenRiseOf(late: readonly Moment[]): number | undefined {
  const { slope, mostOff } = lineOf(late, 'objects');
  const added = slope * (late.at(-1)!.calls - late[0]!.calls);
  if (slope <= 0 || mostOff > mostOffLine * added) return undefined;
  const isRising = late.every((now, at) => {
    const before = late[at - 1];
    if (before === undefined) return true;
    return now.objects - before.objects >= leastRise * slope * (now.calls - before.calls);
  });
  return isRising && isAsMuchLater(late) ? slope : undefined;
}

function isAsMuchLater(late: readonly Moment[]): boolean {
  const half = late.at(-1)!.calls / 2;
  const [first, second] = [
    late.filter(({ calls }) => calls <= half),
    late.filter(({ calls }) => calls >= half),
  ].map((some) => lineOf(some, 'objects').slope);
  return second! >= leastEvenness * first!;
}

function lineOf(late: readonly Moment[], figure: 'objects' | 'bytes'): Line {
  return lineThrough(
    late.map(({ calls }) => calls),
    late.map((reading) => reading[figure]),
  );
}
