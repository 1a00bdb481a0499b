import type { LeakReport } from '../../src/core/report/report';
import type { Cell } from './faultTable';
import type { Outcome } from './scene';

/** What a user sees, in a few words. */
export function describeEnding({ ending }: Outcome): string {
  switch (ending.kind) {
    case 'report': {
      const { verdict, reason, suspects, loop } = ending.report;
      const causes = suspects.length === 0 ? 'no cause' : `${suspects.length} cause`;
      return verdict === 'leak'
        ? `leak, ${causes}${suspects[0]?.growthSite === undefined ? ', no line' : ', line'}`
        : `${verdict} after ${loop.batches.length} batches: ${reason}`;
    }
    case 'error':
      return ending.message.split('\n')[0]!;
    case 'silence':
      return 'nothing: it is gone';
    case 'hang':
      return 'HANGS';
  }
}

/** In words, what is not as it has to be. */
export function problemsOf({ fault, phase }: Cell, outcome: Outcome): string[] {
  const { ending, leftBehind } = outcome;
  const problems = leftBehind.map((each) => `left behind: ${each}`);
  if (ending.kind === 'hang') problems.push('it hangs');
  if (
    ending.kind === 'silence' &&
    fault.killsEngine !== true &&
    fault.name !== 'engine ended (SIGTERM)'
  )
    problems.push('it ends without a word');
  if (ending.kind === 'error' && !/^leak-loop: (?!internal error)/.test(ending.message))
    problems.push(`no error for people: ${ending.message}`);
  if (fault.isHarmless === true && !(ending.kind === 'report' && isExplained(ending.report)))
    problems.push(`it should do no harm: ${describeEnding(outcome)}`);
  if (!hasVerdictBy(phase) || ending.kind !== 'report') return problems;
  if (ending.report.loop.batches.length < 7) problems.push('finished batches are lost');
  return problems;
}

function isExplained({ verdict, suspects }: LeakReport): boolean {
  return verdict === 'leak' && suspects.length > 0;
}

function hasVerdictBy(phase: Cell['phase']): boolean {
  return phase !== 'launch' && phase !== 'warm-up' && phase !== 'loop';
}
