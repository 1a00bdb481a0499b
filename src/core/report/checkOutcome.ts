import type { CheckResult } from './checkResult';
import { formatCount, formatNumberOf } from './quantities';
import type { Verdict } from './report';

/** What a check comes to. */
export type CheckOutcome = Verdict | 'accepted' | 'not measured';

export function checkOutcome({ report, accepted }: CheckResult): CheckOutcome {
  if (report === undefined) return 'not measured';
  return accepted !== undefined && report.verdict === 'leak' ? 'accepted' : report.verdict;
}

const worstFirst: readonly CheckOutcome[] = [
  'leak',
  'not measured',
  'unclear',
  'accepted',
  'bounded',
  'clean',
];

/** `3 checks: 1 leak, 2 clean`. */
export function summarizeChecks(results: readonly CheckResult[]): string {
  const outcomes = results.map(checkOutcome);
  const counts = worstFirst.flatMap((outcome) => {
    const count = outcomes.filter((each) => each === outcome).length;
    if (count === 0) return [];
    return [
      outcome === 'leak' ? formatNumberOf(count, 'leak') : `${formatCount(count)} ${outcome}`,
    ];
  });
  const all = formatNumberOf(results.length, 'check');
  return counts.length === 0 ? all : `${all}: ${counts.join(', ')}`;
}
