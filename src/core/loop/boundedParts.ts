import type { Part } from './parts';
import { isTurnedOver } from './turnover';

/** What the program keeps up to a bound, as the loop has it. */
export function boundedParts(parts: readonly Part[]): Part[] {
  return parts.filter(
    ({ trend, isProgram, series }) => isProgram && trend.kind === 'bounded' && isTurnedOver(series),
  );
}

/**
 * Whether only the heap tells that what a bounded part keeps is the program's: what V8 notes of code that gets
 * warm comes and goes with the calls as well, a hundred objects at a time.
 */
export function mayBeWarmth({ trend }: Part): boolean {
  return trend.kind === 'bounded' && trend.how !== 'fills';
}

/** Whether what it keeps goes all at once now and then. */
export function isFlushed({ trend }: Part): boolean {
  return trend.kind === 'bounded' && trend.how === 'flushes';
}
