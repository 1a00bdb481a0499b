import { checkOutcome, summarizeChecks } from './checkOutcome';
import type { BaselineEntry, CheckReport, CheckResult } from './checkResult';
import { formatCheck } from './formatCheck';
import { terminalLine } from './terminalText';
import type { FormatOptions } from './textLayout';

/** All checks as text for a terminal. */
export function formatChecks(report: CheckReport, options: FormatOptions = {}): string {
  return report.checks.map((result) => formatCheck(result, options)).join('') + formatTotal(report);
}

/** What stands below the checks: what the baseline need no longer have, and the summary. */
export function formatTotal({ checks, stale = [] }: CheckReport): string {
  const lines = [...stale.map(staleText), summarizeChecks(checks)];
  return `${endsApart(checks) ? '' : '\n'}${lines.join('\n')}\n`;
}

/** Whether nothing is above, or a whole report, which ends in an empty line. */
function endsApart(checks: readonly CheckResult[]): boolean {
  const last = checks.at(-1);
  return last === undefined || ['leak', 'unclear'].includes(checkOutcome(last));
}

/** One line. */
export function staleText({ check, fingerprint }: BaselineEntry): string {
  return terminalLine(
    `The baseline accepts ${fingerprint} in ${check}, which is no longer found: remove the entry, or run with --update-baseline.`,
  );
}
