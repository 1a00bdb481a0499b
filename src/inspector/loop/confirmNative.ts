import {
  confirmedNativeGrowth,
  confirmingBatches,
  type NativeGrowth,
} from '../../core/loop/nativeTrend';
import { collectPatiently } from './collect';
import { guardedRun } from './guardedRun';
import { readMemory } from './readMemory';
import type { Loop } from './runLoop';
import type { Target } from '../process/target';

/** For all of them, where the loop itself took no longer. */
const mostMillis = 5_000;

/**
 * Where native memory grew with the calls of the loop, some more batches of equal size tell whether that
 * was a habit of the allocator's. Before any snapshot, which moves the size of the process by itself.
 */
export async function confirmNative(
  target: Target,
  { native, batches }: Loop,
  callTimeoutMillis: number,
): Promise<NativeGrowth | undefined> {
  if (native.kind !== 'growing' || !native.isEnough) return undefined;
  const calls = Math.ceil(Math.max(...batches.map((batch) => batch.calls)) / confirmingBatches);
  const levels = [await nativeNow(target)];
  for (let batch = 0; batch < confirmingBatches; batch++) {
    const run = await guardedRun(target, calls, mostMillis, callTimeoutMillis);
    if (run.calls < calls) return undefined;
    levels.push(await nativeNow(target));
  }
  return confirmedNativeGrowth(native.bytesPerCall, calls, levels);
}

async function nativeNow(target: Target): Promise<number> {
  await collectPatiently(target);
  return (await readMemory(target)).native ?? 0;
}
