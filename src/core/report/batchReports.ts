import { total } from '../loop/batchFigures';
import type { Part } from '../loop/parts';
import type { SurvivorMatrix } from '../loop/survivors';
import type { BatchReport } from './report';

/** A batch as measured; who survived from it is known only by the readings after it. */
export type BatchMeasurement = Omit<
  BatchReport,
  'survivors' | 'survivorBytes' | 'alive' | 'aliveBytes'
>;

export interface MeasuredBatches {
  readonly matrix: SurvivorMatrix;
  readonly parts: readonly Part[];
  readonly batches: readonly BatchMeasurement[];
  /** Mean distance between samples in bytes; 1: every object was counted. */
  readonly samplingInterval: number;
}

/** The batches so far with what survived of them, as a report has them: the last one is the last so far. */
export function batchReports({
  matrix,
  parts,
  batches,
  samplingInterval,
}: MeasuredBatches): BatchReport[] {
  const { after } = matrix.series([...new Set(parts.flatMap(({ sites }) => sites))]);
  const last = after.at(-1);
  return batches.map((batch, at) => ({
    ...batch,
    survivors: last?.objects[at] ?? 0,
    survivorBytes: last?.bytes[at] ?? 0,
    // a sample stands for as many bytes as lie between two, V8 counts them so; of how many objects, nobody tells
    ...(samplingInterval === 1 ? { alive: total(after[at]?.objects ?? []) } : {}),
    aliveBytes: total(after[at]?.bytes ?? []),
  }));
}
