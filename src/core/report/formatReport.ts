import { describeNextStep, isForeignCause } from './describeCause';
import { formatCause, row } from './formatCause';
import { formatLocation } from './formatLocation';
import {
  formatBytes,
  formatBytesPerCall,
  formatCount,
  formatDuration,
  formatNumberOf,
  formatShare,
} from './quantities';
import type { LeakReport, Verdict } from './report';
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
  const { color, sign, word } = verdictStyles[report.verdict];
  const figures = [
    paint.bold(functionName(report)),
    causesText(report),
    report.verdict === 'leak' && report.perCall.bytes > 0
      ? formatBytesPerCall(report.perCall.bytes)
      : undefined,
    formatNumberOf(report.loop.calls, 'call'),
    formatDuration(report.durationMillis),
  ].filter((text) => text !== undefined);
  return [
    `${paint[color](paint.bold(`${sign} ${word}`))}  ${figures.join(' · ')}`,
    `  ${paint.cyan(formatLocation(report.function.location, layout.cwd))}`,
    ...wrapped(terminalLine(report.reason), layout.width - 2).map((line) => `  ${line}`),
  ];
}

/** The sign never carries the meaning alone. */
export const verdictStyles: Readonly<
  Record<Verdict, { color: 'red' | 'green' | 'yellow'; sign: string; word: string }>
> = {
  leak: { color: 'red', sign: '✗', word: 'LEAK' },
  bounded: { color: 'green', sign: '✓', word: 'BOUNDED' },
  clean: { color: 'green', sign: '✓', word: 'CLEAN' },
  unclear: { color: 'yellow', sign: '?', word: 'UNCLEAR' },
};

export function functionName({ function: { name, className } }: LeakReport): string {
  return terminalLine(
    className === undefined || name.startsWith(`${className}.`) ? name : `${className}.${name}`,
  );
}

function causesText({ suspects, verdict }: LeakReport): string | undefined {
  return verdict === 'leak' && suspects.length > 0
    ? formatNumberOf(suspects.length, 'cause')
    : undefined;
}

/** Causes in the user's own code first; those in packages and Node are set apart, never hidden. */
function causeSections(report: LeakReport, layout: TextLayout): string[][] {
  const own = report.suspects.filter((suspect) => !isForeignCause(suspect));
  const foreign = report.suspects.filter(isForeignCause);
  const sections = [...own, ...foreign].map((suspect, index) =>
    formatCause(suspect, index + 1, report, layout).map((line) => `  ${line}`),
  );
  if (foreign.length > 0) {
    sections[own.length]?.unshift(`  ${layout.paint.dim('Not your code')}`);
  }
  return sections.map((lines) => lines.map((line) => line.replace(/\n/g, '\n  ')));
}

function factsSection(report: LeakReport, layout: TextLayout): string[] {
  const rows = [
    ['grows', argumentsText(report)],
    ['newest', newestText(report)],
    ['outside heap', outsideHeapText(report)],
    ['not excluded', report.notExcluded.map(terminalLine).join('; ')],
    ['threw', threwText(report, layout)],
    ['slower', slowdownText(report)],
    ['active', activeText(report)],
    ...report.warnings.map((warning) => ['warning', terminalLine(warning)] as const),
    ['loop', loopText(report)],
    ['target', targetText(report)],
    ['next', describeNextStep(report, layout.cwd)],
  ] as const;
  return rows
    .map(([label, text]) => row(label, text, layout))
    .filter((line) => line !== undefined)
    .map((line) => `  ${line.replace(/\n {3}/g, '\n  ')}`);
}

/** What one call leaves behind, whoever holds it. */
function newestText({ newest = [] }: LeakReport): string | undefined {
  if (newest.length === 0) {
    return undefined;
  }
  const shown = newest
    .slice(0, 8)
    .map(
      ({ type, objects, bytes }) =>
        `${formatCount(objects)} ${terminalLine(type)} (${formatBytes(bytes)})`,
    );
  const more = newest.length - shown.length;
  return `the last single call left ${shown.join(', ')}${more > 0 ? ` and ${formatCount(more)} more types` : ''}`;
}

/** What is kept for each key needs a bound or an end, what every call adds to has no key. */
function argumentsText(report: LeakReport): string | undefined {
  switch (report.arguments) {
    case 'distinct':
      return 'with distinct arguments: the same ones again add nothing. A cache that evicts nothing does so: bound it';
    case 'every call':
      return 'with every call, also when the same arguments come again';
    case undefined:
      return undefined;
  }
}

function outsideHeapText({ perCall, verdict }: LeakReport): string | undefined {
  return verdict !== 'clean' && perCall.externalBytes >= 1
    ? `${formatBytesPerCall(perCall.externalBytes)} (buffers and other native memory)`
    : undefined;
}

export function threwText({ loop }: LeakReport, layout: TextLayout): string | undefined {
  if (loop.threw === undefined || loop.threw.calls === 0) {
    return undefined;
  }
  const { calls, first } = loop.threw;
  const place =
    first.location === undefined ? '' : ` at ${formatLocation(first.location, layout.cwd)}`;
  return `${formatCount(calls)} of ${formatNumberOf(loop.calls, 'call')} threw; the first: ${terminalLine(first.message)}${place}`;
}

function slowdownText({ slowdown }: LeakReport): string | undefined {
  return slowdown === undefined
    ? undefined
    : `calls went from ${formatDuration(slowdown.firstMillisPerCall)} to ${formatDuration(slowdown.lastMillisPerCall)} each`;
}

/** What was already active before the loop, and what the loop added to it. */
function activeText({ activeResources }: LeakReport): string {
  return Object.entries(activeResources)
    .filter(([, { before, after }]) => before > 0 || after > before)
    .map(([kind, { before, after }]) =>
      before === after
        ? `${formatCount(before)} ${terminalLine(kind)} before and after the loop`
        : `${terminalLine(kind)} ${formatCount(before)} → ${formatCount(after)}`,
    )
    .join(', ');
}

function loopText({ loop, durationMillis }: LeakReport): string {
  const forced = loop.collections?.millis ?? 0;
  const parts = [
    `${formatNumberOf(loop.calls, 'call')} in ${formatNumberOf(loop.batches.length, 'batch', 'batches')}`,
    loop.warmUpCalls > 0 ? ` after ${formatNumberOf(loop.warmUpCalls, 'warm-up call')}` : '',
    `, ${formatDuration(durationMillis)}`,
    forced > 0 && durationMillis > 0
      ? ` (${formatShare(Math.min(1, forced / durationMillis))} of it forced collections)`
      : '',
  ];
  return parts.join('');
}

function targetText({ target }: LeakReport): string {
  const version = target.nodeVersion.replace(/^v?/, 'Node ');
  const reached = { launch: 'launched', attach: 'attached to', session: 'debug session' }[
    target.kind
  ];
  const caveat = target.debuggerAttached
    ? '; another debugger was attached, and what it retains may show here'
    : '';
  const { worker } = target;
  const name = worker?.name === undefined ? '' : ` (${worker.name})`;
  const thread = worker === undefined ? '' : `, worker ${worker.id}${name}`;
  return terminalLine(`${version}, pid ${target.pid}${thread}, ${reached}${caveat}`);
}
