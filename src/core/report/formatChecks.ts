import { checkOutcome, summaryOfChecks } from './checkOutcome';
import type { BaselineEntry, CheckReport, CheckResult } from './checkResult';
import { formatCheck } from './formatCheck';
import { said, textOf, type Sentence } from './sentence';
import { terminalLine } from './terminalText';
import type { FormatOptions } from './textLayout';

/** All checks as text for a terminal. */
export function formatChecks(report: CheckReport, options: FormatOptions = {}): string {
  return report.checks.map((result) => formatCheck(result, options)).join('') + formatTotal(report);
}

/** What stands below the checks: what the baseline need no longer have, and the summary. */
export function formatTotal({ checks, stale = [] }: CheckReport): string {
  const lines = [...stale.map(staleSentence), summaryOfChecks(checks)].map(textOf);
  return `${endsApart(checks) ? '' : '\n'}${lines.join('\n')}\n`;
}

/** Whether nothing is above, or a whole report, which ends in an empty line. */
function endsApart(checks: readonly CheckResult[]): boolean {
  const last = checks.at(-1);
  return last === undefined || ['leak', 'unclear'].includes(checkOutcome(last));
}

/** One line. */
export function staleSentence({ check, fingerprint }: BaselineEntry): Sentence {
  return said`The baseline accepts ${terminalLine(fingerprint)} in ${terminalLine(check)}, which is no longer found: remove the entry, or run leak-loop check with --update-baseline.`;
}
