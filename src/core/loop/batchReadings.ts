import type { LoopBudget, Spent } from './loopPlan';
import type { Part } from './parts';
import { isReplacement, mayBeReplacing } from './replacementTrend';

/**
 * Of the last batch. Tables grow with the entries between two collections, too: a batch in eight parts tells the
 * two apart. And a cache of 10,000 entries shows in 16,383 calls only if looked at while it is full.
 */
const mostReadings = 8;
/** From so many calls on a batch is worth it. */
const callsPerReading = 16;
/** All readings of a batch together take at most this share of the time. */
const shareOfBudget = 1 / 10;
/** Where something may grow by replacement: those of a batch that later ones will say more than, by the time of its calls. */
const shareOfCalls = 1 / 4;

interface Batch {
  /** Calls before it. */
  readonly made: number;
  readonly calls: number;
  /** Calls that the loop will have made in the end, as far as can be told. */
  readonly callsInAll: number;
  readonly isEarly: boolean;
  readonly parts: readonly Part[];
  readonly budget: LoopBudget;
  readonly spent: Spent;
}

/** How often the heap is collected and read in a batch, the reading at its end among them. */
export function readingsOf(batch: Batch): number {
  const { parts, spent } = batch;
  const isAnyAlive = parts.some(({ trend, isProgram }) => isProgram && trend.kind !== 'none');
  const isReplaced = parts.some(isReplacing);
  if (!isReplaced && !isAnyAlive) return 1;
  const worthwhile = isReplaced ? mostReadings : ofEqualParts(batch);
  const affordable = affordableMillis(batch, isReplaced) / Math.max(spent.millisPerReading, 1);
  return Math.max(1, Math.floor(Math.min(worthwhile, affordable)));
}

/**
 * One after as many calls in each batch, so that the last one, which is as large as all others together, gets the
 * most: the allocator keeps the memory of as much garbage as there ever was between two collections, our
 * sampler's notes of it among it, and that must not grow with the batches.
 */
function ofEqualParts({ made, calls, callsInAll }: Batch): number {
  const callsOfPart = Math.max(1, Math.floor(callsInAll / 2 / mostReadings));
  return Math.min(mostReadings, made / callsPerReading, calls / callsOfPart);
}

function affordableMillis(
  { made, calls, isEarly, budget, spent }: Batch,
  isReplaced: boolean,
): number {
  if (!isReplaced) return shareOfBudget * budget.timeBudgetMillis;
  const millisOfCalls = (spent.callMillis / Math.max(made, 1)) * calls;
  return isEarly ? shareOfCalls * millisOfCalls : Number.POSITIVE_INFINITY;
}

function isReplacing({ trend, series }: Part): boolean {
  return isReplacement(trend) || (trend.kind !== 'growing' && mayBeReplacing(series));
}
