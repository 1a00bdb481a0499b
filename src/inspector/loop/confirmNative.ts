import {
  confirmedNativeGrowth,
  confirmingBatches,
  type NativeGrowth,
} from '../../core/loop/nativeTrend';
import { collectPatiently } from './collect';
import { growableBytes } from './growableBuffers';
import { guardedRun } from './guardedRun';
import { readMemory } from './readMemory';
import type { Loop } from './runLoop';
import type { Target } from '../process/target';

/** For all of them, where the loop itself took no longer. */
const mostMillis = 5_000;

/** What makes a process grow whose heap does not, nor what V8 counts outside it. */
export type ConfirmedGrowth = NativeGrowth & { readonly by: 'native code' | 'buffers' };

/**
 * Where native memory grew with the calls of the loop, some more batches of equal size tell whether that
 * was a habit of the allocator's. Before any snapshot, which moves the size of the process by itself.
 */
export async function confirmNative(
  target: Target,
  { native, batches }: Loop,
  callTimeoutMillis: number,
): Promise<ConfirmedGrowth | undefined> {
  if (native.kind !== 'growing') return undefined;
  const mayBeBuffers = (await growableBytes(target)) > 0;
  if (!native.isEnough && !mayBeBuffers) return undefined;
  const calls = Math.ceil(Math.max(...batches.map((batch) => batch.calls)) / confirmingBatches);
  const levels = [await levelsNow(target)];
  for (let batch = 0; batch < confirmingBatches; batch++) {
    const run = await guardedRun(target, calls, mostMillis, callTimeoutMillis);
    if (run.calls < calls) return undefined;
    levels.push(await levelsNow(target));
  }
  const confirmed = (suspected: number, bytes: keyof Levels): NativeGrowth | undefined =>
    confirmedNativeGrowth(
      suspected,
      calls,
      levels.map((level) => level[bytes]),
    );
  const inBuffers = levels.at(-1)!.buffers - levels[0]!.buffers;
  const ofBuffers = confirmed(inBuffers / (calls * confirmingBatches), 'buffers');
  if (inBuffers > 0 && ofBuffers !== undefined) return { ...ofBuffers, by: 'buffers' };
  const ofAll = native.isEnough ? confirmed(native.bytesPerCall, 'native') : undefined;
  return ofAll === undefined ? undefined : { ...ofAll, by: 'native code' };
}

/** Bytes. */
interface Levels {
  readonly native: number;
  /** Exact, and a part of the native ones where V8 does not count them. */
  readonly buffers: number;
}

async function levelsNow(target: Target): Promise<Levels> {
  await collectPatiently(target);
  const { native = 0 } = await readMemory(target);
  return { native, buffers: await growableBytes(target) };
}
