import { batchReports, type BatchMeasurement, type MeasuredBatches } from './batchReports';
import type {
  GrowthArguments,
  FunctionDescription,
  LeakReport,
  NewestType,
  PerCall,
  PhaseName,
  Suspect,
  TargetDescription,
  ThrownReport,
} from './report';
import { growthOf, type Judgement } from '../loop/verdict';
import { textOf, type Sentence } from './sentence';

export interface Measurement extends MeasuredBatches {
  readonly judgement: Judgement;
  readonly function: FunctionDescription;
  readonly target: TargetDescription;
  readonly warmUpCalls: number;
  readonly collections: { readonly count: number; readonly millis: number };
  readonly thrown?: ThrownReport;
  readonly suspects: readonly Suspect[];
  readonly newest?: readonly NewestType[];
  readonly arguments?: GrowthArguments;
  readonly resourcesBefore: Readonly<Record<string, number>>;
  readonly resourcesAfter: Readonly<Record<string, number>>;
  readonly warnings: readonly Sentence[];
  readonly durationMillis: number;
  readonly phases: Readonly<Partial<Record<PhaseName, number>>>;
}

/** Everything that was measured, as the contract has it. */
export function assembleReport(measured: Measurement): LeakReport {
  const { judgement, batches, suspects, warnings } = measured;
  const slowdown = slowdownOf(batches);
  return {
    version: 1,
    verdict: judgement.verdict,
    reason: textOf(judgement.reason),
    notExcluded: judgement.notExcluded.map(textOf),
    function: measured.function,
    target: measured.target,
    loop: {
      warmUpCalls: measured.warmUpCalls,
      calls: batches.reduce((sum, { calls }) => sum + calls, 0),
      batches: batchReports(measured),
      collections: { ...measured.collections },
      ...(measured.thrown === undefined ? {} : { threw: measured.thrown }),
    },
    perCall: perCall(measured),
    suspects,
    ...(measured.newest === undefined ? {} : { newest: measured.newest }),
    ...(measured.arguments === undefined ? {} : { arguments: measured.arguments }),
    ...(slowdown === undefined ? {} : { slowdown }),
    activeResources: compareResources(measured.resourcesBefore, measured.resourcesAfter),
    warnings: warnings.map(textOf),
    wording: { reason: judgement.reason, notExcluded: judgement.notExcluded, warnings },
    durationMillis: measured.durationMillis,
    phases: measured.phases,
  };
}

/** A report with what was found out after it was made. */
export function withWarning(report: LeakReport, warning: Sentence): LeakReport {
  const { wording, warnings } = report;
  return {
    ...report,
    warnings: [...warnings, textOf(warning)],
    ...(wording && { wording: { ...wording, warnings: [...wording.warnings, warning] } }),
  };
}

/** What grows, per call; memory outside the heap by how it rose over the late batches. */
function perCall({ parts, suspects, batches }: Measurement): PerCall {
  const growth = growthOf(parts);
  // The heap counts each object; the sampler counts as one what optimised code allocates in one go.
  const isExplained = suspects.length > 0;
  return {
    objects: isExplained ? sum(suspects.flatMap(objectsOf)) : growth.objectsPerCall,
    bytes: isExplained
      ? sum(suspects.map(({ bytesPerCall }) => bytesPerCall))
      : growth.bytesPerCall,
    externalBytes: slope(batches, ({ external }) => external),
    rssBytes: slope(batches, ({ rss }) => rss),
  };
}

function objectsOf({ objectsPerCall, passengers }: Suspect): number[] {
  return [objectsPerCall, ...passengers.map((passenger) => passenger.objectsPerCall)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function slope(
  batches: readonly BatchMeasurement[],
  read: (batch: BatchMeasurement) => number,
): number {
  const late = batches.slice(-4);
  const [first] = late;
  const last = late.at(-1);
  const calls = late.slice(1).reduce((sum, batch) => sum + batch.calls, 0);
  if (first === undefined || last === undefined || calls === 0) return 0;
  return (read(last) - read(first)) / calls;
}

/** Batches double: what a call does for each call before it makes it up to twice as long each time. */
const leastStep = 1.4;
const leastSlowdown = 2.5;
/**
 * What the last batch added, by what all before it did: a list that is scanned adds 1.1 times that, one
 * of lists 3 times. Less is code that gets slower at first only; a burst of other work is more.
 */
const leastAcceleration = 0.7;
const mostAcceleration = 5;

/**
 * Calls that take longer the more were made before them, from the medians of the last five batches.
 * Not from one batch to the next: other work on the machine makes single batches slower.
 */
function slowdownOf(batches: readonly BatchMeasurement[]): LeakReport['slowdown'] {
  const late = batches
    .slice(-5)
    .map(({ medianMillis, millisPerCall }) => medianMillis ?? millisPerCall);
  if (late.length < 5) return undefined;
  const [between, last] = late.slice(-2) as [number, number];
  const first = Math.min(...late.slice(0, 3));
  const isRising = between > first && last >= leastStep * between;
  const acceleration = (last - between) / (between - first);
  const isSteady = acceleration >= leastAcceleration && acceleration <= mostAcceleration;
  if (!isRising || !isSteady || last < leastSlowdown * first) return undefined;
  return { firstMillisPerCall: first, lastMillisPerCall: last };
}

function compareResources(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): LeakReport['activeResources'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return Object.fromEntries(
    names.map((name) => [name, { before: before[name] ?? 0, after: after[name] ?? 0 }]),
  );
}
