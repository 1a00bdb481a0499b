import { describeNextStep } from './describeCause';
import { formatLocation } from './formatLocation';
import { callsText } from './callsText';
import { withMoreTypes } from './causeTexts';
import { objectsAtRate } from './objectsPerCall';
import { formatShare } from './quantities';
import type { LeakReport } from './report';
import { counted, listed, said, sized, timed, type Sentence } from './sentence';
import { terminalLine } from './terminalText';

/** One thing that a report says beyond its causes. */
export interface ReportFact {
  readonly label: Sentence;
  /** On one line. */
  readonly text: Sentence;
}

/** What a report says beyond its causes; nothing where it has nothing to say. */
export function reportFacts(report: LeakReport, cwd?: string): readonly ReportFact[] {
  const { wording } = report;
  const facts: readonly (readonly [Sentence, Sentence | undefined])[] = [
    [said`grows`, argumentsText(report)],
    [said`newest`, newestText(report)],
    [said`allocated in`, allocatedText(report, cwd)],
    [said`outside heap`, outsideHeapText(report)],
    [said`not excluded`, notExcludedText(report)],
    [said`threw`, threwText(report, cwd)],
    [said`slower`, slowdownText(report)],
    [said`active`, activeText(report)],
    ...report.warnings.map(
      (warning, at) => [said`warning`, wording?.warnings[at] ?? said`${warning}`] as const,
    ),
    [said`loop`, loopText(report)],
    [said`target`, targetText(report)],
    [said`next`, describeNextStep(report, cwd)],
  ];
  return facts.flatMap(([label, text]) => (text === undefined ? [] : { label, text }));
}

function notExcludedText({ notExcluded, wording }: LeakReport): Sentence | undefined {
  if (notExcluded.length === 0) return undefined;
  return listed(
    notExcluded.map((text, at) => wording?.notExcluded[at] ?? said`${text}`),
    '; ',
  );
}

/** What one call leaves behind, whoever holds it. */
function newestText({ newest = [] }: LeakReport): Sentence | undefined {
  if (newest.length === 0) {
    return undefined;
  }
  const shown = newest
    .slice(0, 8)
    .map(
      ({ type, objects, bytes }) =>
        said`${objectsAtRate(objects, terminalLine(type))} (${sized(bytes)})`,
    );
  const types = withMoreTypes(listed(shown, ', '), newest.length - shown.length);
  return said`the last single call left ${types}`;
}

/** Where to look for what is bounded: `readThrough at lru.js:12:3`. */
function allocatedText({ allocatedIn = [] }: LeakReport, cwd?: string): Sentence | undefined {
  if (allocatedIn.length === 0) return undefined;
  return listed(
    allocatedIn.map(
      ({ function: name, location }) =>
        said`${terminalLine(name)} at ${formatLocation(location, cwd)}`,
    ),
    ', ',
  );
}

/** What is kept for each key needs a bound or an end, what every call adds to has no key. */
function argumentsText(report: LeakReport): Sentence | undefined {
  switch (report.arguments) {
    case 'distinct':
      return said`with distinct arguments: the same ones again add nothing. A cache that evicts nothing does so: bound it`;
    case 'every call':
      return said`with every call, also when the same arguments come again`;
    case undefined:
      return undefined;
  }
}

function outsideHeapText({ perCall, verdict }: LeakReport): Sentence | undefined {
  return verdict !== 'clean' && perCall.externalBytes >= 1
    ? said`${sized(perCall.externalBytes)} per call (buffers and other native memory)`
    : undefined;
}

/** What the calls that threw had to say; undefined where none did. */
export function threwText({ loop }: LeakReport, cwd?: string): Sentence | undefined {
  if (loop.threw === undefined || loop.threw.calls === 0) {
    return undefined;
  }
  const { calls, first } = loop.threw;
  const place =
    first.location === undefined ? said`` : said` at ${formatLocation(first.location, cwd)}`;
  return said`${counted(calls)} of ${callsText(loop.calls)} threw; the first: ${terminalLine(first.message)}${place}`;
}

function slowdownText({ slowdown }: LeakReport): Sentence | undefined {
  return slowdown === undefined
    ? undefined
    : said`calls went from ${timed(slowdown.firstMillisPerCall)} to ${timed(slowdown.lastMillisPerCall)} each`;
}

/** What was already active before the loop, and what the loop added to it. */
export function activeText({ activeResources, loop }: LeakReport): Sentence | undefined {
  const active = Object.entries(activeResources)
    // what came once, such as the pipe of the first output, does not go on with the calls
    .filter(([, { before, after }]) => before > 0 || after >= loop.batches.length)
    .map(([kind, { before, after }]) =>
      before === after
        ? said`${counted(before)} ${terminalLine(kind)} before and after the loop`
        : said`${terminalLine(kind)} ${counted(before)} → ${counted(after)}`,
    );
  return active.length === 0 ? undefined : listed(active, ', ');
}

function loopText({ loop, durationMillis }: LeakReport): Sentence {
  const forced = loop.collections?.millis ?? 0;
  const { length } = loop.batches;
  const batches = length === 1 ? said`1 batch` : said`${counted(length)} batches`;
  const made = said`${callsText(loop.calls)} in ${batches}`;
  const timedLoop = said`${withWarmUp(made, loop.warmUpCalls)}, ${timed(durationMillis)}`;
  return forced > 0 && durationMillis > 0
    ? said`${timedLoop} (${formatShare(Math.min(1, forced / durationMillis))} of it forced collections)`
    : timedLoop;
}

function withWarmUp(made: Sentence, calls: number): Sentence {
  if (calls === 0) return made;
  return calls === 1
    ? said`${made} after 1 warm-up call`
    : said`${made} after ${counted(calls)} warm-up calls`;
}

function targetText({ target }: LeakReport): Sentence {
  const version = target.nodeVersion.replace(/^v?/, 'Node ');
  const { worker } = target;
  const name = worker?.name === undefined ? '' : ` (${terminalLine(worker.name)})`;
  const process = said`${terminalLine(version)}, pid ${String(target.pid)}`;
  const thread =
    worker === undefined ? process : said`${process}, worker ${String(worker.id)}${name}`;
  const reached = said`${thread}, ${waysReached[target.kind]}`;
  return target.debuggerAttached
    ? said`${reached}; another debugger was attached, and what it retains may show here`
    : reached;
}

const waysReached = {
  launch: said`launched`,
  attach: said`attached to`,
  session: said`debug session`,
} as const;
