import type { NativeGrowth } from '../../core/loop/nativeTrend';
import { isGrowing } from '../../core/loop/verdict';
import type { Target } from '../process/target';
import { confirmNative } from './confirmNative';
import { confirmRenewal } from './confirmRenewal';
import type { Loop } from './runLoop';
import type { WarmUp } from './warmUp';

export interface ConfirmedLoop {
  readonly loop: Loop;
  /** What native code takes for itself with each call. */
  readonly native: NativeGrowth | undefined;
}

/**
 * Growth that the loop cannot be certain of, as samples and the size of the process tell it, is made
 * certain by some more calls, or forgotten. What interrupts these leaves the loop's batches as they are.
 */
export async function confirmGrowth(
  target: Target,
  looped: Loop,
  warm: WarmUp,
  callTimeoutMillis: number,
): Promise<ConfirmedLoop> {
  try {
    return await confirm(target, looped, warm, callTimeoutMillis);
  } catch (error) {
    const end = { kind: 'interrupted', error: error as Error } as const;
    return { loop: { ...looped, end }, native: undefined };
  }
}

async function confirm(
  target: Target,
  looped: Loop,
  warm: WarmUp,
  callTimeoutMillis: number,
): Promise<ConfirmedLoop> {
  const parts = await confirmRenewal(target, looped, warm, callTimeoutMillis);
  const loop = { ...looped, parts };
  // Where the heap grows for certain, that is what there is to mend first.
  if (isGrowing(parts)) return { loop, native: undefined };
  const growth = await confirmNative(target, loop, callTimeoutMillis);
  if (growth?.by !== 'buffers') return { loop, native: growth };
  // Bytes that V8 does not count are told as if it did.
  const { bytesPerCall } = growth;
  return {
    loop: { ...loop, native: { kind: 'steady' }, outside: { kind: 'growing', bytesPerCall } },
    native: undefined,
  };
}
