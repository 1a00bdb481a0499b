import type { LoopBudget, Spent } from './loopPlan';
import type { Part } from './parts';
import { isReplacement, mayBeReplacing } from './replacementTrend';

/**
 * Tables grow with the entries between two collections, too: a batch in eight parts tells the two
 * apart. And a cache of 10,000 entries shows in 16,383 calls only if looked at while it is full.
 */
const mostReadings = 8;
/** From so many calls on a batch is worth it. */
const callsPerReading = 16;
/** All readings of a batch together take at most this share of the time. */
const shareOfBudget = 1 / 10;
/** Those of a batch that later ones will say more than, of the time that its calls take. */
const shareOfCalls = 1 / 4;

interface Batch {
  /** Calls before it. */
  readonly made: number;
  readonly calls: number;
  readonly isEarly: boolean;
  readonly parts: readonly Part[];
  readonly budget: LoopBudget;
  readonly spent: Spent;
}

/** How often the heap is collected and read in a batch, the reading at its end among them. */
export function readingsOf({ made, calls, isEarly, parts, budget, spent }: Batch): number {
  const isReplaced = parts.some(isReplacing);
  const isAnyAlive = parts.some(({ trend, isProgram }) => isProgram && trend.kind !== 'none');
  if (!isReplaced && !isAnyAlive) return 1;
  const millisOfCalls = (spent.callMillis / Math.max(made, 1)) * calls;
  const affordableMillis = isEarly
    ? shareOfCalls * millisOfCalls
    : isReplaced
      ? Number.POSITIVE_INFINITY
      : shareOfBudget * budget.timeBudgetMillis;
  const affordable = affordableMillis / Math.max(spent.millisPerReading, 1);
  const worthwhile = isReplaced ? mostReadings : made / callsPerReading;
  return Math.max(1, Math.floor(Math.min(mostReadings, worthwhile, affordable)));
}

function isReplacing({ trend, series }: Part): boolean {
  return isReplacement(trend) || (trend.kind !== 'growing' && mayBeReplacing(series));
}
