import { textOf } from './sentence';
import { isAccepted } from './acceptedReport';
import { checkOutcome, summaryOfChecks } from './checkOutcome';
import type { CheckReport, CheckResult } from './checkResult';
import { describeGrowth, describeHolder, ownLocation } from './describeCause';
import { formatCause } from './formatCause';
import { staleSentence } from './formatChecks';
import { formatFile } from './formatLocation';
import type { LeakReport, Location, Suspect } from './report';
import { terminalText } from './terminalText';
import { textLayout } from './textLayout';

export interface GithubOptions {
  /** Absolute path of the repository's folder, which annotated files are named relative to. */
  readonly root: string;
  readonly sourceLine?: (location: Location) => string | undefined;
}

/**
 * GitHub's workflow commands: an annotation at the line that adds for each cause of a leak, at the check's
 * file for what could not be measured. Everything else is counts, so that no text out of a heap can be a
 * command of its own.
 */
export function formatGithub({ checks, stale = [] }: CheckReport, options: GithubOptions): string {
  const lines = [
    ...checks.flatMap((result) => annotations(result, options)),
    ...stale.map((entry) =>
      command('warning', { title: 'Leak Loop baseline' }, textOf(staleSentence(entry))),
    ),
    textOf(summaryOfChecks(checks)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

type Level = 'error' | 'warning' | 'notice';

interface Properties {
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
  readonly title: string;
}

function annotations(result: CheckResult, options: GithubOptions): string[] {
  const { name, report, failure } = result;
  const file = { file: checkFile(result, options.root) };
  if (report === undefined) {
    const title = `${name} could not be measured`;
    return [command('error', { ...file, title }, failure?.message ?? '')];
  }
  switch (checkOutcome(result)) {
    case 'leak':
      return leakAnnotations(result, report, options);
    case 'unclear':
      return [command('error', { ...file, title: `${name} is unclear` }, report.reason)];
    case 'accepted':
      return [
        command('notice', { ...file, title: `${name}: accepted leak` }, result.accepted ?? ''),
      ];
    default:
      return [];
  }
}

function leakAnnotations(
  result: CheckResult,
  report: LeakReport,
  { root, sourceLine }: GithubOptions,
): string[] {
  const { name } = result;
  if (report.suspects.length === 0) {
    const file = checkFile(result, root);
    return [command('error', { file, title: `Leak in ${name}` }, report.reason)];
  }
  const layout = textLayout({ cwd: root, ...(sourceLine === undefined ? {} : { sourceLine }) });
  const open = report.suspects.filter((suspect) => !isAccepted(suspect));
  return open.map((suspect, index) => {
    const title = `Leak in ${name}: ${describeHolder(suspect)} ${textOf(describeGrowth(suspect))}`;
    const text = formatCause(suspect, index + 1, report, layout).join('\n');
    return command('error', { ...place(suspect, report, root), title }, text);
  });
}

function place(suspect: Suspect, report: LeakReport, root: string): Omit<Properties, 'title'> {
  const { file, line, column } = ownLocation(suspect) ?? report.function.location;
  return { file: formatFile(file, root), line, col: column };
}

/** The check's own file is relative to where the command was run, which may be a folder of the repository. */
function checkFile({ file, cwd }: CheckResult, root: string): string {
  const isAbsolute = /^(?:[\\/]|[A-Za-z]:)/.test(file);
  return formatFile(isAbsolute ? file : `${cwd.replace(/[\\/]$/, '')}/${file}`, root);
}

/** `::error file=a.js,line=3,title=Leak::text`; see GitHub's "Workflow commands" for the escapes. */
function command(level: Level, properties: Properties, message: string): string {
  const pairs = Object.entries(properties)
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`)
    .join(',');
  return `::${level} ${pairs}::${escaped(terminalText(message))}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(terminalText(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
