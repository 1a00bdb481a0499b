import type { HeapIndex } from '../../core/heap/heapIndex';
import { collectPatiently } from '../loop/collect';
import { guardedRun } from '../loop/guardedRun';
import { LiveSizes } from './liveSizes';
import type { Target } from '../process/target';

export interface SizeGrowth {
  readonly node: number;
  readonly entriesPerCall: number;
  readonly entries: number;
}

/** Calls that are made to see which containers grow. */
export const sizingCalls = 64;

/** The containers that hold more entries after some more calls, and more again after as many calls again. */
export async function growthBySize(
  target: Target,
  index: HeapIndex,
  candidates: readonly number[],
  callTimeoutMillis: number,
): Promise<SizeGrowth[]> {
  await using live = await LiveSizes.open(target, index, candidates);
  const sizes = [await live.read()];
  for (let round = 0; round < 2; round++) {
    await guardedRun(target, sizingCalls / 2, Number.MAX_SAFE_INTEGER, callTimeoutMillis);
    await collectPatiently(target);
    sizes.push(await live.read());
  }
  const [before, between, after] = sizes.map((each) => (node: number) => each.get(node) ?? 0);
  const growing = candidates.filter(
    (node) => between!(node) > before!(node) && after!(node) > between!(node),
  );
  return growing.map((node) => ({
    node,
    entriesPerCall: (after!(node) - before!(node)) / sizingCalls,
    entries: after!(node),
  }));
}
