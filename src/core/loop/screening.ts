import type { LoopBudget } from './loopPlan';
import type { Part } from './parts';
import { total } from './batchFigures';
import { isReplacement } from './replacementTrend';
import type { Series } from './survivors';
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

/**
 * Calls of the next batch. The first few of a function that gets all its calls in no time are one batch: a
 * sixteenth of them, and nothing is told by less.
 */
export function screenBatch(made: number, callMillis: number, doubled: number): number {
  const isQuick = made === 1 && callMillis * enoughScreenCalls < screenMillis;
  return isQuick ? Math.max(doubled, fewestScreenCalls) : doubled;
}

/** The parts as a screening takes them: what it does not look for passes. */
export function screened(parts: readonly Part[]): readonly Part[] {
  return parts.map((part) => (isLookedFor(part) ? part : { ...part, trend: { kind: 'passing' } }));
}

/**
 * What goes on is kept of old calls as of new ones: code that gets warm, and what a runner notes of its last tests,
 * is new alone. What is undecided and Node's own is left to itself, as the verdict leaves it.
 */
function isLookedFor({ trend, series, isProgram }: Part): boolean {
  if (trend.kind === 'growing')
    return isReplacement(trend) || trend.objectsPerCall >= screenedPerCall;
  return trend.kind !== 'undecided' || (isProgram && keptOfOldCalls(series) >= screenedPerCall);
}

/** Objects that each call before the last two batches, of a quarter of all calls, left behind. */
function keptOfOldCalls({ calls, after }: Series): number {
  const kept = after.at(-1)?.objects.slice(0, -2) ?? [];
  return calls.length > 2 ? total(kept) / total(calls.slice(0, -2)) : Number.POSITIVE_INFINITY;
}

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
