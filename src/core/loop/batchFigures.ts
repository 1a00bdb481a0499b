/** Figures over the batches of a loop, each of which has as many calls as all before it together. */

/** The last four batches, fifteen sixteenths of all calls: what start-up leaves behind is in the others. */
export function lateBatches(calls: readonly number[]): number[] {
  return [4, 3, 2, 1].map((back) => calls.length - back).filter((batch) => batch >= 0);
}

/** Late, but not so late that a cache could still hold them: all but the very last. */
export function settledBatches(calls: readonly number[]): number[] {
  return lateBatches(calls).slice(0, -1);
}

export function total(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
