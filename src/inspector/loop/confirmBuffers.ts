import { total } from '../../core/loop/batchFigures';
import { collectPatiently } from './collect';
import { guardedRun } from './guardedRun';
import { risePerCall } from './risePerCall';
import type { Loop } from './runLoop';
import { UncountedBuffers } from './uncountedBuffers';
import type { WarmUp } from './warmUp';
import type { Target } from '../process/target';

/**
 * Of what all calls before the readings must have added at the same rate: a buffer that begins anew when it
 * is full has no room for that and for as much again.
 */
const leastOfBefore = 0.9;

/**
 * Bytes per call by which buffers grow that V8 does not count, as exact readings some calls apart have it;
 * undefined where there are none, or they do not grow steadily.
 *
 * @throws whatever ends the process or a call of these
 */
export async function confirmBuffers(
  target: Target,
  loop: Loop,
  warm: WarmUp,
  callTimeoutMillis: number,
): Promise<number | undefined> {
  await using uncounted = await UncountedBuffers.open(target);
  const before = await uncounted.bytes();
  if (before === 0) return undefined;
  const perCall = await risePerCall(loop, warm, before, {
    read: async () => {
      await collectPatiently(target);
      return uncounted.bytes();
    },
    callsOfReading: 0,
    run: (calls, millis) => guardedRun(target, calls, millis, callTimeoutMillis),
  });
  if (perCall === undefined) return undefined;
  const madeBefore = warm.calls + total(loop.matrix.calls);
  return before >= leastOfBefore * madeBefore * perCall ? perCall : undefined;
}

/** What was confirmed by calls after the loop is told as if the loop had shown it, also where V8 does not count it. */
export function withGrowthOutside(loop: Loop, bytesPerCall: number): Loop {
  return { ...loop, native: { kind: 'steady' }, outside: { kind: 'growing', bytesPerCall } };
}
