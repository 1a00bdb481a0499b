import { describeNextStep } from './describeCause';
import { formatLocation } from './formatLocation';
import {
  formatBytes,
  formatBytesPerCall,
  formatCount,
  formatDuration,
  formatNumberOf,
  formatShare,
} from './quantities';
import type { LeakReport } from './report';
import { terminalLine } from './terminalText';

/** One thing that a report says beyond its causes, on one line. */
export interface ReportFact {
  readonly label: string;
  readonly text: string;
}

/** What a report says beyond its causes; nothing where it has nothing to say. */
export function reportFacts(report: LeakReport, cwd?: string): readonly ReportFact[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['grows', argumentsText(report)],
    ['newest', newestText(report)],
    ['outside heap', outsideHeapText(report)],
    ['not excluded', report.notExcluded.map(terminalLine).join('; ')],
    ['threw', threwText(report, cwd)],
    ['slower', slowdownText(report)],
    ['active', activeText(report)],
    ...report.warnings.map((warning) => ['warning', terminalLine(warning)] as const),
    ['loop', loopText(report)],
    ['target', targetText(report)],
    ['next', describeNextStep(report, cwd)],
  ];
  return facts.flatMap(([label, text]) =>
    text === undefined || text === '' ? [] : { label, text },
  );
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

/** What the calls that threw had to say; undefined where none did. */
export function threwText({ loop }: LeakReport, cwd?: string): string | undefined {
  if (loop.threw === undefined || loop.threw.calls === 0) {
    return undefined;
  }
  const { calls, first } = loop.threw;
  const place = first.location === undefined ? '' : ` at ${formatLocation(first.location, cwd)}`;
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
