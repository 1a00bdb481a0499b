import { total } from '../../core/loop/batchFigures';
import type { NativeGrowth } from '../../core/loop/nativeTrend';
import { mayOverlookSmallObjects } from '../../core/loop/samplingReach';
import { hasOpenParts, isGrowing } from '../../core/loop/verdict';
import type { Target } from '../process/target';
import { confirmBuffers, withGrowthOutside } from './confirmBuffers';
import { confirmLateRise } from './confirmLateRise';
import { confirmNative } from './confirmNative';
import { confirmRenewal } from './confirmRenewal';
import type { Loop, LoopLimits } from './runLoop';
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
  limits: LoopLimits,
): Promise<ConfirmedLoop> {
  if (looped.end.kind !== 'finished') return { loop: looped, native: undefined };
  try {
    return await confirm(target, looped, warm, limits);
  } catch (error) {
    const end = { kind: 'interrupted', error: error as Error } as const;
    return { loop: { ...looped, end }, native: undefined };
  }
}

async function confirm(
  target: Target,
  looped: Loop,
  warm: WarmUp,
  { callTimeoutMillis, screens }: LoopLimits,
): Promise<ConfirmedLoop> {
  const parts = await confirmRenewal(target, looped, warm, callTimeoutMillis);
  const loop = { ...looped, parts };
  // Where the heap grows for certain, that is what there is to mend first.
  if (isGrowing(parts)) return { loop, native: undefined };
  // V8's search for buffers takes as long as a fifth of all that a screening does.
  const bytesPerCall =
    (await confirmLateRise(target, loop, warm, callTimeoutMillis)) ??
    (screens === true || isToBeExplained(loop, warm)
      ? undefined
      : await confirmBuffers(target, loop, warm, callTimeoutMillis));
  if (bytesPerCall === undefined) {
    return { loop, native: await confirmNative(target, loop, callTimeoutMillis) };
  }
  return { loop: withGrowthOutside(loop, bytesPerCall), native: undefined };
}

/**
 * Whether a snapshot is going to be asked what the loop left open. V8's search for buffers is kept from it: after
 * one, objects of V8's own that calls leave behind for a while are more than they are else (3 of 3 runs of
 * a healthy function that starts child processes). It follows the explanation, see `explainHeap`.
 */
function isToBeExplained({ parts, outside, matrix }: Loop, { sampler }: WarmUp): boolean {
  const mayOverlook = mayOverlookSmallObjects(total(matrix.calls), sampler.interval);
  return hasOpenParts(parts) || outside.kind === 'growing' || mayOverlook;
}
