import type { Moment, Series } from './survivors';

/** Fewer calls than this before it is half full, and start-up filled it. */
const fewestCallsToFill = 12;
/**
 * Objects per call, between one every third call and one every fourth. Of 15 healthy programs, what V8
 * and Node keep for themselves for a while (code, promises on their way) came to less than one in five.
 */
const leastPerCall = 0.3;
/**
 * Of what is alive, the part that was born since the reading before. In a cache that was sampled coarsely
 * it came to 0.45 at the median, in noise to 0.25 at most.
 */
const leastReplaced = 1 / 3;

/**
 * Whether what is bounded is kept by the program, as in a cache: the calls fill it at a rate that is
 * worth the name, or keep replacing what is in it. Else it is a few objects at odd moments, which one
 * run finds bounded and the next finds nothing of.
 */
export function isTurnedOver({ course }: Series): boolean {
  return fillsSteadily(course) || isReplaced(course);
}

function fillsSteadily(course: readonly Moment[]): boolean {
  const most = Math.max(...course.map(({ objects }) => objects));
  const half = course.find(({ objects }) => objects >= most / 2);
  return (
    half !== undefined &&
    half.calls >= fewestCallsToFill &&
    half.objects >= leastPerCall * half.calls
  );
}

/** In half of the readings, at least, of the last half of all calls. */
function isReplaced(course: readonly Moment[]): boolean {
  const made = course.at(-1)?.calls ?? 0;
  const late = course.flatMap((now, at) => {
    const before = course[at - 1];
    return before === undefined || now.calls <= made / 2 ? [] : [{ now, before }];
  });
  const replaced = late.filter(
    ({ now, before }) =>
      now.born >= leastPerCall * (now.calls - before.calls) ||
      (now.born > 0 && now.born >= leastReplaced * now.objects),
  );
  return late.length > 0 && replaced.length >= late.length / 2;
}
