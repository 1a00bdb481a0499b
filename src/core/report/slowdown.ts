import type { BatchMeasurement } from './batchReports';
import type { LeakReport } from './report';

/**
 * Batches double: what a call does for each call before it makes it up to twice as long each time, and
 * up to four times over two batches. Of code that gets slower at first only, the last batches are alike.
 * One batch alone says little: a machine with other work was measured to be 1.7 times slower during one.
 */
const leastOverTwo = 2;
const leastStep = 1.1;
const leastSlowdown = 2.5;
/** What the last batch added, by what all before it did: a list of lists that is scanned adds 3 times that. */
const mostAcceleration = 5;

/** Calls that take longer the more were made before them, from the quick ones of the last five batches. */
export function slowdownOf(batches: readonly BatchMeasurement[]): LeakReport['slowdown'] {
  const late = batches.slice(-5).map(timeOfCall);
  if (late.length < 5) return undefined;
  const [beforeLastTwo, between, last] = late.slice(-3) as [number, number, number];
  const first = Math.min(...late.slice(0, 3));
  const isRising = between > first && last >= leastStep * between;
  const isGoingOn = last >= leastOverTwo * beforeLastTwo && last >= leastSlowdown * first;
  const isBurst = last - between > mostAcceleration * (between - first);
  if (!isRising || !isGoingOn || isBurst) return undefined;
  return { firstMillisPerCall: first, lastMillisPerCall: last };
}

/** Milliseconds of a call in a batch: of the quick ones where a report has them, which older ones have not. */
export function timeOfCall({
  quickMillis,
  medianMillis,
  millisPerCall,
}: Pick<BatchMeasurement, 'quickMillis' | 'medianMillis' | 'millisPerCall'>): number {
  return quickMillis ?? medianMillis ?? millisPerCall;
}
