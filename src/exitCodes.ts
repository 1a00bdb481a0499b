import type { CheckOutcome } from './core/report/checkOutcome';
import { UsageError } from './errors';

/** What `leak-loop` exits with, and what the debug adapter gives as exit code; programs rely on these. */
export const exitCodes = { fine: 0, leak: 1, notMeasured: 2, usage: 64 } as const;

/** A bug of ours as well says nothing of the program. */
export function exitCodeOfError(error: unknown): number {
  return error instanceof UsageError ? exitCodes.usage : exitCodes.notMeasured;
}

export function exitCodeOf(outcome: CheckOutcome): number {
  switch (outcome) {
    case 'clean':
    case 'bounded':
    case 'accepted':
      return exitCodes.fine;
    case 'leak':
      return exitCodes.leak;
    case 'unclear':
    case 'not measured':
      return exitCodes.notMeasured;
  }
}

/** A leak counts most: it is a leak whatever became of the others. */
export function exitCodeOfChecks(outcomes: readonly CheckOutcome[]): number {
  const codes = outcomes.map(exitCodeOf);
  return (
    [exitCodes.leak, exitCodes.notMeasured].find((code) => codes.includes(code)) ?? exitCodes.fine
  );
}
