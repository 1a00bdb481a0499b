/** What a run goes through; the last one only where somebody inspects what survived. */
export const phases = [
  'launch',
  'warm-up',
  'loop',
  'tracking',
  'snapshot',
  'analysis',
  'watch',
  'held',
] as const;

export type Phase = (typeof phases)[number];

/** A message of the protocol by which the engine shows where it is: see test/fixtures/faults/tellMoment.cjs. */
export interface Moment {
  readonly method: string;
  readonly nth: number;
  /** Whether it is its answer that counts. */
  readonly isAnswer?: true;
}

/** Of a function that is called 255 times and leaks. */
export const moments: Readonly<Record<Exclude<Phase, 'held'>, Moment>> = {
  launch: { method: 'Runtime.compileScript', nth: 1 },
  'warm-up': { method: 'HeapProfiler.startSampling', nth: 1 },
  loop: { method: 'HeapProfiler.getSamplingProfile', nth: 7 },
  tracking: { method: 'HeapProfiler.startTrackingHeapObjects', nth: 1 },
  snapshot: { method: 'HeapProfiler.stopTrackingHeapObjects', nth: 1 },
  analysis: { method: 'HeapProfiler.stopTrackingHeapObjects', nth: 1, isAnswer: true },
  watch: { method: 'HeapProfiler.getObjectByHeapObjectId', nth: 1 },
};
