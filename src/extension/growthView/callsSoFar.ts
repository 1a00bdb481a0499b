import type { BatchReport } from '../../core/report/report';

/** Calls made until the end of each batch. */
export function callsSoFar(batches: readonly BatchReport[]): readonly number[] {
  let calls = 0;
  return batches.map((batch) => (calls += batch.calls));
}
