import { largestIn } from './largestSizes';
import { entryBytes, hasReplaced } from './replacementTrend';
import type { Series } from './survivors';

/**
 * Whether one object that is more than the table of others has been replaced by one that is larger, by a byte a
 * call, than any was when a quarter of the calls was made: what V8 allocates by the power of two grows in one step
 * in several batches.
 */
export function isRising(series: Series): boolean {
  const { course } = series;
  const now = course.at(-1);
  if (now === undefined) return false;
  const early = course.filter(({ calls }) => calls <= now.calls / 4);
  const late = course.filter(({ calls }) => calls > (3 / 4) * now.calls);
  const before = Math.max(0, ...early.map(({ sizes }) => largestIn(sizes)));
  const after = Math.min(...late.map(({ sizes }) => largestIn(sizes)));
  const isLarger = after - before >= now.calls && after > entryBytes * now.objects;
  return isLarger && hasReplaced(series);
}
