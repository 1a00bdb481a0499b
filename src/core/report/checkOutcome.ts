import type { CheckResult } from './checkResult';
import type { Verdict } from './report';
import { counted, listed, said, type Sentence } from './sentence';

/** What a check comes to. */
export type CheckOutcome = Verdict | 'accepted' | 'not measured';

export function checkOutcome({ report, accepted }: CheckResult): CheckOutcome {
  if (report === undefined) return 'not measured';
  return accepted !== undefined && report.verdict === 'leak' ? 'accepted' : report.verdict;
}

/** As it stands before the name of a check. */
export const outcomeWords: Readonly<Record<CheckOutcome, Sentence>> = {
  leak: said`leak`,
  'not measured': said`not measured`,
  unclear: said`unclear`,
  accepted: said`accepted`,
  bounded: said`bounded`,
  clean: said`clean`,
};

const worstFirst: readonly CheckOutcome[] = [
  'leak',
  'not measured',
  'unclear',
  'accepted',
  'bounded',
  'clean',
];

/** `3 checks: 1 leak, 2 clean`. */
export function summaryOfChecks(results: readonly CheckResult[]): Sentence {
  const outcomes = results.map(checkOutcome);
  const counts = worstFirst.flatMap((outcome) => {
    const count = outcomes.filter((each) => each === outcome).length;
    return count === 0 ? [] : [countOf(count, outcome)];
  });
  const all = results.length === 1 ? said`1 check` : said`${counted(results.length)} checks`;
  return counts.length === 0 ? all : said`${all}: ${listed(counts, ', ')}`;
}

function countOf(count: number, outcome: CheckOutcome): Sentence {
  if (outcome !== 'leak') return said`${counted(count)} ${outcomeWords[outcome]}`;
  return count === 1 ? said`1 leak` : said`${counted(count)} leaks`;
}
