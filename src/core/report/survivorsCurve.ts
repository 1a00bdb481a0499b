import type { BatchReport, Suspect } from './report';

/** How many objects of the first `calls` calls a cause keeps after the last one, those that go along with its type included. */
export interface CurvePoint {
  readonly calls: number;
  readonly survivors: number;
}

/** Survivors against calls; empty where nothing can be drawn, as of bytes that are no objects. */
export function survivorsCurve(
  { survivorsPerBatch }: Pick<Suspect, 'survivorsPerBatch'>,
  batches: readonly BatchReport[],
): readonly CurvePoint[] {
  let calls = 0;
  let survivors = 0;
  const points = batches.slice(0, survivorsPerBatch.length).map((batch, index) => {
    calls += batch.calls;
    survivors += survivorsPerBatch[index] ?? 0;
    return { calls, survivors };
  });
  return survivors > 0 && points.length > 1 ? points : [];
}
