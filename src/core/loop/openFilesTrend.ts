import { proportionalGrowth } from './levelTrend';

/**
 * Whether the descriptors that a process has open grow with the calls: files and sockets that nobody
 * closes need no object that is alive. The system counts them, so that no chance is in the figures.
 */
export type OpenFilesTrend =
  { readonly kind: 'steady' } | { readonly kind: 'growing'; readonly perCall: number };

/** What a pool or Node itself opens when it is needed for the first time comes to less. */
const fewestOpened = 12;

/**
 * @param calls of each batch; batches double
 * @param open descriptors before the first batch and after each
 */
export function openFilesTrend(calls: readonly number[], open: readonly number[]): OpenFilesTrend {
  const growth = proportionalGrowth(calls, open);
  if (growth === undefined || growth.added < fewestOpened) return { kind: 'steady' };
  return { kind: 'growing', perCall: growth.perCall };
}
