import { total } from './batchFigures';

/** Of the rate in the one half of the calls, at least, in the other: linear memory grows by a fifth at a time. */
const leastEvenness = 1 / 3;
/** What a pool takes up at once is not growth. */
const leastRisen = 1024 * 1024;

/**
 * Bytes per call by which a level rises that began to rise late; undefined where it stops, as what garbage
 * between two collections took is free again for as much, and for more.
 *
 * @param calls between readings, an even number of them
 * @param levels in bytes, at first and after each of `calls`
 */
export function lateRise(calls: readonly number[], levels: readonly number[]): number | undefined {
  const middle = calls.length / 2;
  const risen = levels.at(-1)! - levels[0]!;
  const rates = [
    (levels[middle]! - levels[0]!) / total(calls.slice(0, middle)),
    (levels.at(-1)! - levels[middle]!) / total(calls.slice(middle)),
  ];
  const isEven = Math.min(...rates) >= leastEvenness * Math.max(...rates);
  return risen >= leastRisen && isEven ? risen / total(calls) : undefined;
}
