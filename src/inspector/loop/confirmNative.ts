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
import { UncountedBuffers } from './uncountedBuffers';

/** For all of them, where the loop itself took no longer. */
const mostMillis = 5_000;

/** What makes a process grow whose heap does not, nor what V8 counts outside it. */
export type ConfirmedGrowth = NativeGrowth & { readonly by: 'native code' | 'buffers' };

/**
 * Where native memory grew with the calls of the loop, some more batches of equal size tell whether that
 * was a habit of the allocator's; and where there are buffers that V8 does not count, whether these grow.
 * Before any snapshot, which moves the size of the process by itself.
 */
export async function confirmNative(
  target: Target,
  { native, batches, end }: Loop,
  callTimeoutMillis: number,
): Promise<ConfirmedGrowth | undefined> {
  if (end.kind !== 'finished') return undefined;
  await using uncounted = await UncountedBuffers.open(target);
  const suspected = native.kind === 'growing' && native.isEnough ? native.bytesPerCall : undefined;
  if (suspected === undefined && (await uncounted.bytes()) === 0) return undefined;
  const calls = Math.ceil(Math.max(...batches.map((batch) => batch.calls)) / confirmingBatches);
  const levels = [await levelsNow(target, uncounted)];
  for (let batch = 0; batch < confirmingBatches; batch++) {
    const run = await guardedRun(target, calls, mostMillis, callTimeoutMillis);
    if (run.calls < calls) return undefined;
    levels.push(await levelsNow(target, uncounted));
  }
  const bytes = levels.map(({ buffers }) => buffers);
  const perCall = (bytes.at(-1)! - bytes[0]!) / (calls * confirmingBatches);
  const ofBuffers = perCall > 0 ? confirmedNativeGrowth(perCall, calls, bytes) : undefined;
  if (ofBuffers !== undefined) return { ...ofBuffers, by: 'buffers' };
  const ofAll =
    suspected === undefined
      ? undefined
      : confirmedNativeGrowth(
          suspected,
          calls,
          levels.map((level) => level.native),
        );
  return ofAll === undefined ? undefined : { ...ofAll, by: 'native code' };
}

/** Bytes. */
interface Levels {
  readonly native: number;
  /** Exact, and a part of the native ones. */
  readonly buffers: number;
}

async function levelsNow(target: Target, uncounted: UncountedBuffers): Promise<Levels> {
  await collectPatiently(target);
  const { native = 0 } = await readMemory(target);
  return { native, buffers: await uncounted.bytes() };
}
