import { textOf } from './sentence';
import { checkOutcome } from './checkOutcome';
import type { CheckReport, CheckResult } from './checkResult';
import { describeGrowth, describeHolder } from './describeCause';
import { formatCause } from './formatCause';
import type { LeakReport } from './report';
import { terminalLine, terminalText } from './terminalText';
import { textLayout, type FormatOptions } from './textLayout';
import { xmlLines, xmlText } from './xmlText';

/**
 * JUnit's XML, as CI servers read it: a leak is a failure, whose text has the line that adds and the
 * chain; what could not be measured or is unclear is an error; an accepted leak is skipped.
 */
export function formatJunit({ checks }: CheckReport, options: FormatOptions = {}): string {
  const counts =
    `tests="${checks.length}" failures="${count(checks, 'leak')}" ` +
    `errors="${count(checks, 'unclear', 'not measured')}" skipped="${count(checks, 'accepted')}" ` +
    `time="${seconds(checks)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="leak-loop" ${counts}>`,
    `  <testsuite name="leak checks" ${counts}>`,
    ...checks.map((result) => testCase(result, { ...options, cwd: result.cwd, color: false })),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(result: CheckResult, options: FormatOptions): string {
  const name = terminalLine(result.name);
  const file = terminalLine(result.file);
  const attributes = `name="${xmlText(name)}" classname="${xmlText(file)}" file="${xmlText(file)}" time="${seconds([result])}"`;
  const outcome = outcomeElement(result, options);
  return outcome === undefined
    ? `    <testcase ${attributes}/>`
    : `    <testcase ${attributes}>\n      ${outcome}\n    </testcase>`;
}

function outcomeElement(result: CheckResult, options: FormatOptions): string | undefined {
  const { report, failure, accepted } = result;
  if (report === undefined) {
    const message = failure?.message ?? '';
    const text = [message, ...(failure?.stderr ?? [])].join('\n');
    return element('error', failure?.code ?? 'not measured', message, text);
  }
  switch (checkOutcome(result)) {
    case 'leak':
      return element('failure', 'leak', headline(report), causesText(report, options));
    case 'unclear':
      return element('error', 'unclear', report.reason, report.warnings.join('\n'));
    case 'accepted':
      return `<skipped message="${xmlText(terminalText(`accepted: ${accepted ?? ''}`))}"/>`;
    default:
      return undefined;
  }
}

function element(tag: 'failure' | 'error', type: string, message: string, text: string): string {
  const attributes = `type="${xmlText(type)}" message="${xmlText(terminalText(message))}"`;
  return `<${tag} ${attributes}>${xmlLines(terminalText(text))}</${tag}>`;
}

/** `byId (Map) keeps 1 Session per call; bus 'tick' listeners keeps 1 onTick per call`. */
function headline({ suspects, reason }: LeakReport): string {
  return suspects.length === 0
    ? reason
    : suspects
        .map((suspect) => `${describeHolder(suspect)} ${textOf(describeGrowth(suspect))}`)
        .join('; ');
}

function causesText(report: LeakReport, options: FormatOptions): string {
  const layout = textLayout(options);
  const causes = report.suspects.flatMap((suspect, index) =>
    formatCause(suspect, index + 1, report, layout),
  );
  return [terminalLine(report.reason), ...causes].join('\n');
}

function count(checks: readonly CheckResult[], ...outcomes: readonly string[]): number {
  return checks.filter((result) => outcomes.includes(checkOutcome(result))).length;
}

function seconds(checks: readonly CheckResult[]): string {
  const millis = checks.reduce((sum, { report }) => sum + (report?.durationMillis ?? 0), 0);
  return (millis / 1000).toFixed(3);
}
