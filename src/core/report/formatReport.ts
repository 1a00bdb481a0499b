import { textOf } from './sentence';
import { isAccepted } from './acceptedReport';
import { isForeignCause } from './describeCause';
import { formatCause, row } from './formatCause';
import { formatLocation } from './formatLocation';
import type { LeakReport } from './report';
import { reportFacts } from './reportFacts';
import { headFigures, verdictStyle } from './reportHead';
import { textLayout, type FormatOptions, type TextLayout } from './textLayout';
import { terminalLine, wrapped } from './terminalText';

export type { FormatOptions };

/** The report as text for a terminal, ending in a line feed. Strings out of the heap are made harmless. */
export function formatReport(report: LeakReport, options: FormatOptions = {}): string {
  const layout = textLayout(options);
  const sections = [
    headSection(report, layout),
    ...causeSections(report, layout),
    factsSection(report, layout),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headSection(report: LeakReport, layout: TextLayout): string[] {
  const { paint } = layout;
  const { color, sign, word } = verdictStyle(report);
  const figures = [paint.bold(functionName(report)), ...headFigures(report).map(textOf)];
  return [
    `${paint[color](paint.bold(`${sign} ${textOf(word)}`))}  ${figures.join(' · ')}`,
    `  ${paint.cyan(formatLocation(report.function.location, layout.cwd))}`,
    ...wrapped(terminalLine(report.reason), layout.width - 2).map((line) => `  ${line}`),
  ];
}

export function functionName({ function: { name, className } }: LeakReport): string {
  return terminalLine(
    className === undefined || name.startsWith(`${className}.`) ? name : `${className}.${name}`,
  );
}

/** Causes in the user's own code first, of these those that are accepted last; those in packages and Node are set apart, never hidden. */
function causeSections(report: LeakReport, layout: TextLayout): string[][] {
  const own = report.suspects.filter((suspect) => !isForeignCause(suspect));
  const foreign = report.suspects.filter(isForeignCause);
  const ordered = [...own.filter((each) => !isAccepted(each)), ...own.filter(isAccepted)];
  const sections = [...ordered, ...foreign].map((suspect, index) =>
    formatCause(suspect, index + 1, report, layout).map((line) => `  ${line}`),
  );
  if (foreign.length > 0) {
    sections[own.length]?.unshift(`  ${layout.paint.dim('Not your code')}`);
  }
  return sections.map((lines) => lines.map((line) => line.replace(/\n/g, '\n  ')));
}

function factsSection(report: LeakReport, layout: TextLayout): string[] {
  return reportFacts(report, layout.cwd)
    .map(({ label, text }) => row(textOf(label), terminalLine(textOf(text)), layout))
    .filter((line) => line !== undefined)
    .map((line) => `  ${line.replace(/\n {3}/g, '\n  ')}`);
}
