import { proportionalGrowth } from './levelTrend';

/**
 * Whether the memory that native code takes for itself may grow with the calls. Nobody counts it: it is
 * what the system says is resident, less V8's heap and what V8 knows of outside of it. So what the
 * allocator keeps of what was freed is in it, too, and *growing* here is no proof: see
 * {@link confirmedNativeGrowth}.
 */
export type NativeTrend =
  | { readonly kind: 'steady' }
  /** `isEnough`: more than chance and the allocator's habits add. */
  | { readonly kind: 'growing'; readonly bytesPerCall: number; readonly isEnough: boolean };

/** More calls are worth it where the late batches added so much, each its share. */
const leastSuspicious = 1_000_000;
/**
 * What growth must add to be told. Measured: of 30 healthy programs that allocate buffers, compress,
 * make keys and start workers, the allocator kept up to 16 MB of one batch, never of four in proportion.
 */
const leastGrownBytes = 8_000_000;

/**
 * @param calls of each batch; batches double
 * @param native bytes before the first batch and after each
 */
export function nativeTrend(calls: readonly number[], native: readonly number[]): NativeTrend {
  const growth = proportionalGrowth(calls, native);
  if (growth === undefined || growth.added < leastSuspicious) return { kind: 'steady' };
  const { perCall, added } = growth;
  return { kind: 'growing', bytesPerCall: perCall, isEnough: added >= leastGrownBytes };
}

/**
 * Native bytes per call that so many calls would have shown.
 *
 * @param linearBytes that native code may have used without a trace
 */
export function leastNativePerCall(calls: number, linearBytes: number): number {
  return Math.max(leastGrownBytes, linearBytes) / calls;
}

export interface NativeGrowth {
  readonly bytesPerCall: number;
  /** From 0 to 1: how evenly equal numbers of calls added to it. */
  readonly confidence: number;
}

/** Equal numbers of calls, a collection after each. */
export const confirmingBatches = 4;

/**
 * Growth that is no habit of the allocator's. Batches that double leave twice as much garbage each until
 * a collection comes between, and the allocator keeps the memory of the most that there ever was: that
 * looks like growth in proportion. In batches that are all of the same size, and smaller than the
 * last one of the loop, it adds nothing; what is never freed adds to each the same again.
 *
 * @param native bytes before the first of {@link confirmingBatches} batches of `calls` calls, and after each
 */
export function confirmedNativeGrowth(
  suspected: number,
  calls: number,
  native: readonly number[],
): NativeGrowth | undefined {
  const added = native.slice(1).map((bytes, batch) => bytes - native[batch]!);
  const rates = added.map((bytes) => bytes / calls);
  const isSame = rates.every((rate) => rate >= suspected / 2 && rate <= suspected * 2);
  if (!isSame) return undefined;
  return {
    bytesPerCall: rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
    confidence: Math.min(...rates) / Math.max(...rates),
  };
}
