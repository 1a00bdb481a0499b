import { lateBatches, total } from './batchFigures';

/**
 * Whether the descriptors that a process has open grow with the calls: files and sockets that nobody
 * closes need no object that is alive. The system counts them, so that no chance is in the figures.
 */
export type OpenFilesTrend =
  { readonly kind: 'steady' } | { readonly kind: 'growing'; readonly perCall: number };

/** Fewer batches (31 calls) than this are start-up. */
const fewestBatches = 6;
/** What a pool or Node itself opens when it is needed for the first time comes to less. */
const fewestOpened = 12;

/**
 * Each of the last four batches, fifteen sixteenths of all calls, opened its share, within a factor of
 * two of the others: what is opened by every tenth call is not spread evenly over small batches.
 *
 * @param calls of each batch; batches double
 * @param open descriptors before the first batch and after each
 */
export function openFilesTrend(calls: readonly number[], open: readonly number[]): OpenFilesTrend {
  if (calls.length < fewestBatches) return { kind: 'steady' };
  const late = lateBatches(calls);
  const opened = late.map((batch) => open[batch + 1]! - open[batch]!);
  const rates = opened.map((count, at) => count / calls[late[at]!]!);
  const isProportional = Math.min(...rates) > 0 && Math.max(...rates) <= 2 * Math.min(...rates);
  if (!isProportional || total(opened) < fewestOpened) return { kind: 'steady' };
  return { kind: 'growing', perCall: total(opened) / total(late.map((batch) => calls[batch]!)) };
}
