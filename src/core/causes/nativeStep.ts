/** One step has this share of what all steps added, or none is named. */
const leastShare = 0.6;
/** Of what the calls were expected to add: the steps are of one file only. */
const leastExplained = 0.5;

/**
 * The step at which a process grew, of those that were watched; undefined where no single one did.
 *
 * @param grown bytes by which the process had grown when the step after it was reached
 * @param expected bytes that the calls add in all
 */
export function nativeStep(grown: readonly number[], expected: number): number | undefined {
  const total = grown.reduce((sum, bytes) => sum + Math.max(0, bytes), 0);
  const most = Math.max(...grown);
  const isOne = most >= leastShare * total && most >= leastExplained * expected;
  return isOne ? grown.indexOf(most) : undefined;
}
