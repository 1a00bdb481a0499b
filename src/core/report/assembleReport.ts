import { batchReports, type BatchMeasurement, type MeasuredBatches } from './batchReports';
import type {
  GrowthArguments,
  FunctionDescription,
  LeakReport,
  NewestType,
  PerCall,
  PhaseName,
  StackFrame,
  Suspect,
  TargetDescription,
  ThrownReport,
} from './report';
import { growthOf, type Judgement } from '../loop/verdict';
import { textOf, type Sentence } from './sentence';
import { slowdownOf } from './slowdown';

export interface Measurement extends MeasuredBatches {
  readonly judgement: Judgement;
  readonly function: FunctionDescription;
  readonly target: TargetDescription;
  readonly warmUpCalls: number;
  readonly collections: { readonly count: number; readonly millis: number };
  readonly thrown?: ThrownReport;
  readonly suspects: readonly Suspect[];
  readonly newest?: readonly NewestType[];
  readonly allocatedIn?: readonly StackFrame[];
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
    ...(measured.allocatedIn === undefined || measured.allocatedIn.length === 0
      ? {}
      : { allocatedIn: measured.allocatedIn }),
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

function compareResources(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): LeakReport['activeResources'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return Object.fromEntries(
    names.map((name) => [name, { before: before[name] ?? 0, after: after[name] ?? 0 }]),
  );
}
