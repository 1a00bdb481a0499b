import type { Verdict } from './core/report/report';

/** What `leak-loop` exits with, and what the debug adapter gives as exit code; programs rely on these. */
export const exitCodes = { fine: 0, leak: 1, notMeasured: 2, usage: 64 } as const;

export function exitCodeOf(verdict: Verdict): number {
  switch (verdict) {
    case 'clean':
    case 'bounded':
      return exitCodes.fine;
    case 'leak':
      return exitCodes.leak;
    case 'unclear':
      return exitCodes.notMeasured;
  }
}
