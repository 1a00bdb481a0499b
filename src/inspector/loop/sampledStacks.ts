import type { Cause } from '../../core/causes/causes';
import type { HeapIndex } from '../../core/heap/heapIndex';
import type { Loop } from './runLoop';
import { traceFrame } from '../explain/traceFrame';

/**
 * Gives causes without an allocation stack the one that the loop's sampler saw: now and then V8
 * tracks none at all. Only where one stack comes into question, since a sample tells no type.
 */
export function withSampledStacks(
  causes: readonly Cause[],
  { graph }: HeapIndex,
  loop: Loop,
): readonly Cause[] {
  return causes.map((cause) => {
    const [survivor] = cause.group.survivors;
    if (cause.allocation.length > 0 || survivor === undefined) return cause;
    const selfSize = graph.nodeSelfSize[survivor]!;
    const fitting = growingSites(loop).filter(
      ({ bytesPerObject }) => bytesPerObject >= selfSize && bytesPerObject <= cause.bytesPerCall,
    );
    const [only] = fitting;
    return fitting.length === 1
      ? { ...cause, allocation: loop.stackOf(only!.site).map(traceFrame) }
      : cause;
  });
}

/** Sites at which the last two batches, three quarters of all calls, left something behind steadily. */
function growingSites({ parts, matrix }: Loop): { site: number; bytesPerObject: number }[] {
  const sites = new Set(
    parts.filter(({ trend }) => trend.kind === 'growing').flatMap((part) => part.sites),
  );
  return [...sites].flatMap((site) => {
    const { after } = matrix.series([site]);
    const now = after.at(-1);
    const [before = 0, last = 0] = now?.objects.slice(-2) ?? [];
    if (now === undefined || before === 0 || last < before) return [];
    const bytes = now.bytes.slice(-2).reduce((sum, each) => sum + each, 0);
    return [{ site, bytesPerObject: bytes / (before + last) }];
  });
}
