import { describeHolder } from './describeCause';
import { objectsPerCall as keptPerCall } from './objectsPerCall';
import { textOf } from './sentence';
import { formatBytes, formatNumberOf } from './quantities';
import type { LeakReport, Suspect } from './report';
import { terminalLine } from './terminalText';

/**
 * What became of one cause. `unknown`: the cause did not show up again, but the second run cannot
 * tell whether it is gone (unclear verdict, causes not explained, too few calls for so rare a
 * leak); calling that fixed would be a lie.
 */
export type CauseChange = 'fixed' | 'better' | 'unchanged' | 'worse' | 'new' | 'unknown';

export interface CauseFigures {
  readonly objectsPerCall: number;
  readonly bytesPerCall: number;
}

export interface CauseComparison {
  readonly fingerprint: string;
  readonly change: CauseChange;
  /** What holds the objects, in source terms: `byId (Map)`. */
  readonly holder: string;
  /** Absent for `new`. */
  readonly before?: CauseFigures;
  /** Absent for `fixed` and `unknown`. */
  readonly after?: CauseFigures;
  /** What a person reads, complete: `byId (Map): fixed, kept 1 Session per call before`. */
  readonly sentence: string;
}

export interface Comparison {
  /** Causes of the second run in its order, then those that are gone, worst first. */
  readonly causes: readonly CauseComparison[];
  /** All of it in one sentence. */
  readonly sentence: string;
}

/** Measured rates vary a little from run to run; less than this share is no change. */
const tolerance = 0.1;

/** Fewer survivors than this in the whole second run, and the cause may just not have come up. */
const leastExpectedSurvivors = 3;

/** Compares two runs of one function, cause by cause; causes are matched by fingerprint, so lines may move. */
export function compareReports(before: LeakReport, after: LeakReport): Comparison {
  const old = byFingerprint(before.suspects);
  const now = byFingerprint(after.suspects);
  const present = [...now.values()].map((cause) =>
    comparePresent(old.get(cause.fingerprint), cause),
  );
  const gone = [...old.values()]
    .filter((cause) => !now.has(cause.fingerprint))
    .map((cause) => compareGone(cause, after));
  const causes = [...present, ...gone];
  return { causes, sentence: summary(causes, before, after) };
}

interface Cause extends CauseFigures {
  readonly fingerprint: string;
  readonly suspect: Suspect;
}

/** Suspects of one fingerprint count as one cause: their figures add up. */
function byFingerprint(suspects: readonly Suspect[]): Map<string, Cause> {
  const causes = new Map<string, Cause>();
  for (const suspect of suspects) {
    const { fingerprint, objectsPerCall, bytesPerCall } = suspect;
    const same = causes.get(fingerprint);
    causes.set(fingerprint, {
      fingerprint,
      suspect: same?.suspect ?? suspect,
      objectsPerCall: objectsPerCall + (same?.objectsPerCall ?? 0),
      bytesPerCall: bytesPerCall + (same?.bytesPerCall ?? 0),
    });
  }
  return causes;
}

function comparePresent(before: Cause | undefined, after: Cause): CauseComparison {
  const { fingerprint, suspect } = after;
  const holder = describeHolder(suspect);
  const keeps = figuresText(after, suspect);
  if (before === undefined) {
    const sentence = `${holder}: new, keeps ${keeps}`;
    return { fingerprint, change: 'new', holder, after: figures(after), sentence };
  }
  const change = changeOf(before, after);
  const sentence =
    change === 'unchanged'
      ? `${holder}: unchanged, keeps ${keeps}`
      : `${holder}: ${change}, keeps ${keeps}, before ${figuresText(before, before.suspect)}`;
  return { fingerprint, change, holder, before: figures(before), after: figures(after), sentence };
}

function compareGone(before: Cause, after: LeakReport): CauseComparison {
  const { fingerprint, suspect } = before;
  const holder = describeHolder(suspect);
  const kept = figuresText(before, suspect);
  const doubt = doubtAbout(before, after);
  const sentence =
    doubt === undefined
      ? `${holder}: fixed, kept ${kept} before`
      : `${holder}: not seen again, but not proven fixed: ${doubt}`;
  const change = doubt === undefined ? 'fixed' : 'unknown';
  return { fingerprint, change, holder, before: figures(before), sentence };
}

/** Why the absence of a cause in the second run proves nothing; undefined where it does. */
function doubtAbout(cause: Cause, after: LeakReport): string | undefined {
  if (after.verdict === 'unclear') {
    return 'the second run was unclear';
  }
  if (after.verdict === 'leak' && after.suspects.length === 0) {
    return 'the second run still leaks and could not be explained';
  }
  const expected = cause.objectsPerCall * after.loop.calls;
  return cause.objectsPerCall > 0 && expected < leastExpectedSurvivors
    ? `the second run made only ${formatNumberOf(after.loop.calls, 'call')}`
    : undefined;
}

/** Bytes decide; where they are the same, the number of objects (small ones may be freed). */
function changeOf(before: CauseFigures, after: CauseFigures): 'better' | 'unchanged' | 'worse' {
  const bytes = direction(before.bytesPerCall, after.bytesPerCall);
  return bytes === 'unchanged' ? direction(before.objectsPerCall, after.objectsPerCall) : bytes;
}

function direction(before: number, after: number): 'better' | 'unchanged' | 'worse' {
  if (Math.abs(after - before) <= tolerance * Math.max(Math.abs(before), Math.abs(after))) {
    return 'unchanged';
  }
  return after < before ? 'better' : 'worse';
}

function figures({ objectsPerCall, bytesPerCall }: CauseFigures): CauseFigures {
  return { objectsPerCall, bytesPerCall };
}

function figuresText({ objectsPerCall, bytesPerCall }: CauseFigures, suspect: Suspect): string {
  const objects = textOf(keptPerCall(objectsPerCall, terminalLine(suspect.type.name)));
  return `${objects} (${formatBytes(bytesPerCall)})`;
}

const changeOrder: readonly CauseChange[] = [
  'fixed',
  'better',
  'worse',
  'new',
  'unchanged',
  'unknown',
];

function summary(
  causes: readonly CauseComparison[],
  before: LeakReport,
  after: LeakReport,
): string {
  const verdicts =
    before.verdict === after.verdict
      ? `Still ${after.verdict}`
      : `Was ${before.verdict}, now ${after.verdict}`;
  const counts = changeOrder
    .map((change) => ({ change, count: causes.filter((cause) => cause.change === change).length }))
    .filter(({ count }) => count > 0)
    .map(({ change, count }) => `${count} ${change === 'unknown' ? 'not proven fixed' : change}`);
  return counts.length === 0 ? `${verdicts}.` : `${verdicts}: ${counts.join(', ')}.`;
}
