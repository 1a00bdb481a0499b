import { lateBatches, total } from './batchFigures';

/** How much the late batches added to something that is counted or measured as a whole. */
export interface LevelGrowth {
  readonly added: number;
  readonly perCall: number;
  /** The least of the late batches' rates by the greatest. */
  readonly evenness: number;
}

/** Fewer batches (31 calls) than this are start-up. */
const fewestBatches = 6;
/** What is added by every tenth call is not spread evenly over small batches. */
const leastEvenness = 1 / 2;

/**
 * The growth of a level in proportion to the calls: each of the last four batches, fifteen sixteenths
 * of all calls, added its share, within a factor of two of the others. Undefined where there is none.
 *
 * @param calls of each batch; batches double
 * @param levels before the first batch and after each
 * @param late the batches to look at, where not the last four
 */
export function proportionalGrowth(
  calls: readonly number[],
  levels: readonly number[],
  late: readonly number[] = lateBatches(calls),
): LevelGrowth | undefined {
  if (calls.length < fewestBatches) return undefined;
  const added = late.map((batch) => levels[batch + 1]! - levels[batch]!);
  const rates = added.map((amount, at) => amount / calls[late[at]!]!);
  const evenness = Math.min(...rates) / Math.max(...rates);
  // Written so that it is false where nothing is added at all.
  if (!(Math.min(...rates) > 0 && evenness >= leastEvenness)) return undefined;
  const perCall = total(added) / total(late.map((batch) => calls[batch]!));
  return { added: total(added), perCall, evenness };
}
