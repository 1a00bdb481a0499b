import type { LoopBudget } from './loopPlan';
import type { Part } from './parts';
import { isReplacement } from './replacementTrend';
import { negligiblePerCall } from './trend';

/** What is kept less often is not looked for: it is said not to be excluded. */
export function leastKeptPerCall({ screens = false }: Pick<LoopBudget, 'screens'>): number {
  return screens ? screenedPerCall : negligiblePerCall;
}

/** What a screening looks for; also the least that is left undecided at the end. */
const screenedPerCall = 1 / 8;
/** Calls after which it shows: two dozen objects at least. */
export const enoughScreenCalls = 255;
const fewestScreenCalls = 15;
/** As much as the collections of so many batches take in a small program. */
const screenMillis = 500;

/** A screening looks closer only once something seems to grow. */
export function isFirstLook(
  made: number,
  parts: readonly Part[],
  { screens }: LoopBudget,
): boolean {
  const isSuspected = parts.some(({ trend }) => isReplacement(trend));
  return screens === true && made < enoughScreenCalls && !isSuspected;
}

/** Whether growth may just not show yet. */
export function isPatientScreening(made: number, callMillis: number): boolean {
  return made < fewestScreenCalls || (made < enoughScreenCalls && callMillis < screenMillis);
}
