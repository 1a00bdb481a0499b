import { textOf } from './sentence';
import { checkOutcome } from './checkOutcome';
import type { CheckResult } from './checkResult';
import { formatReport } from './formatReport';
import { formatDuration, formatNumberOf } from './quantities';
import type { LeakReport } from './report';
import { threwText } from './reportFacts';
import { terminalLine, terminalText } from './terminalText';
import { textLayout, type FormatOptions, type TextLayout } from './textLayout';

/**
 * What the terminal says of one check, ending in a line feed: the whole report where there is something
 * to do, one line where there is nothing. Paths are relative to the folder that the check was run in.
 */
export function formatCheck(result: CheckResult, options: FormatOptions = {}): string {
  const here = { ...options, cwd: result.cwd };
  const { report, failure, accepted } = result;
  if (report === undefined) {
    return failureText(result, failure?.message ?? '', failure?.stderr ?? [], textLayout(here));
  }
  switch (checkOutcome(result)) {
    case 'accepted':
      return lineFor(result, report, `accepted: ${terminalLine(accepted ?? '')}`, here);
    case 'clean':
    case 'bounded':
      return lineFor(result, report, undefined, here);
    default:
      return `${formatReport(report, here)}\n`;
  }
}

const goodWords = { clean: 'CLEAN', bounded: 'BOUNDED', leak: 'ACCEPTED', unclear: 'UNCLEAR' };

function lineFor(
  { name, file }: CheckResult,
  report: LeakReport,
  remark: string | undefined,
  options: FormatOptions,
): string {
  const layout = textLayout(options);
  const { paint } = layout;
  const figures = [
    paint.bold(terminalLine(name)),
    paint.cyan(terminalLine(file)),
    remark,
    formatNumberOf(report.loop.calls, 'call'),
    formatDuration(report.durationMillis),
  ].filter((text) => text !== undefined);
  const threw = threwText(report, layout.cwd);
  const notes = [threw && textOf(threw), ...report.warnings.map(terminalLine)];
  return [
    `${paint.green(paint.bold(`✓ ${goodWords[report.verdict]}`))}  ${figures.join(' · ')}`,
    ...notes.filter((note) => note !== undefined).map((note) => `  ${paint.yellow(note)}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function failureText(
  { name, file }: CheckResult,
  message: string,
  stderr: readonly string[],
  { paint }: TextLayout,
): string {
  return [
    `${paint.yellow(paint.bold('! NOT MEASURED'))}  ${paint.bold(terminalLine(name))} · ${paint.cyan(terminalLine(file))}`,
    ...terminalText(message).split('\n'),
    ...stderr.map((line) => `| ${terminalLine(line)}`),
  ]
    .map((line, index) => (index === 0 ? `${line}\n` : `  ${line}\n`))
    .join('');
}
