import type { GrownCopy } from '../../core/causes/grownCopy';
import { isGrownFrom } from '../../core/causes/replacedObjects';
import { collectPatiently } from '../loop/collect';
import { guardedRun } from '../loop/guardedRun';
import { Sampler } from '../loop/sampler';
import type { Target } from '../process/target';
import { traceFrame } from '../explain/traceFrame';
import type { WatchPlan } from './watchCauses';

/**
 * Of what some calls left behind, the copy's own backing store: the largest of about its size of which
 * there is only one. (What a call adds, each call left behind.)
 */
export function storeAmong<T extends { readonly size: number }>(
  survivors: readonly T[],
  { bytes }: GrownCopy,
): T | undefined {
  const fitting = survivors.filter(({ size }) => isGrownFrom(bytes, size));
  const single = fitting.filter(
    ({ size }) => fitting.filter((each) => each.size === size).length === 1,
  );
  return single.sort((a, b) => b.size - a.size)[0];
}

/** The copy with the stack that the sampler sees: now and then V8's tracking tells none at all. */
export async function withSampledStack(
  target: Target,
  copy: GrownCopy,
  calls: number,
  { callTimeoutMillis, deadline }: WatchPlan,
): Promise<GrownCopy> {
  if (copy.allocation.length > 0) return copy;
  await using sampler = await Sampler.start(target, 1);
  await guardedRun(target, calls, deadline.millisLeft, callTimeoutMillis);
  await collectPatiently(target);
  const { samples } = await sampler.read();
  const store = storeAmong(
    samples.filter(({ site }) => sampler.origin(site).isProgram),
    copy,
  );
  if (store === undefined) return copy;
  const allocation = sampler.stack(store.site).map(traceFrame);
  return { ...copy, allocation, stacks: [allocation, ...copy.stacks] };
}
