import { total } from '../../core/loop/batchFigures';
import { lateRise } from '../../core/loop/lateRise';
import { callsBetween } from '../../core/loop/steadyRise';
import type { Target } from '../process/target';
import { collectPatiently } from './collect';
import { guardedRun } from './guardedRun';
import { readMemory } from './readMemory';
import type { Loop } from './runLoop';
import type { WarmUp } from './warmUp';

/** For all of the calls. */
const mostMillis = 4_000;

/**
 * Memory outside the heap that stayed as it was for most of the calls and began to rise with the last ones: the
 * linear memory of WebAssembly, once it is full. Or it is what the garbage of so large a batch took: some more
 * batches, all smaller, tell. Bytes per call; undefined where it does not go on.
 *
 * @throws whatever ends the process or a call of these
 */
export async function confirmLateRise(
  target: Target,
  { outside, matrix }: Loop,
  { millisPerCall }: WarmUp,
  callTimeoutMillis: number,
): Promise<number | undefined> {
  if (outside.kind !== 'rising' || outside.began !== 'late') return undefined;
  const calls = callsBetween(total(matrix.calls), millisPerCall, mostMillis);
  const levels = [await levelNow(target)];
  for (const between of calls) {
    const run = await guardedRun(target, between, 2 * mostMillis, callTimeoutMillis);
    if (run.calls < between) return undefined;
    levels.push(await levelNow(target));
  }
  return lateRise(calls, levels);
}

async function levelNow(target: Target): Promise<number> {
  await collectPatiently(target);
  return (await readMemory(target)).external;
}
