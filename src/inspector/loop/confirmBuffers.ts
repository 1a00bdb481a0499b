import { total } from '../../core/loop/batchFigures';
import { callsBetween, confirmedRenewal } from '../../core/loop/confirmedRenewal';
import { collectPatiently } from './collect';
import { guardedRun } from './guardedRun';
import type { Loop } from './runLoop';
import { UncountedBuffers } from './uncountedBuffers';
import type { WarmUp } from './warmUp';
import type { Target } from '../process/target';

/** For the calls between readings. */
const mostMillis = 4_000;

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
  { matrix, end }: Loop,
  { calls: warmUpCalls, millisPerCall }: Pick<WarmUp, 'calls' | 'millisPerCall'>,
  callTimeoutMillis: number,
): Promise<number | undefined> {
  if (end.kind !== 'finished') return undefined;
  await using uncounted = await UncountedBuffers.open(target);
  const bytes = [await uncounted.bytes()];
  if (bytes[0] === 0) return undefined;
  const made = total(matrix.calls);
  const calls = callsBetween(made, millisPerCall, mostMillis);
  let bytesPerCall: number | undefined;
  for (const [stride, between] of calls.entries()) {
    const run = await guardedRun(target, between, 2 * mostMillis, callTimeoutMillis);
    if (run.calls < between) return undefined;
    await collectPatiently(target);
    bytes.push(await uncounted.bytes());
    bytesPerCall = confirmedRenewal(calls.slice(0, stride + 1), bytes);
    if (bytesPerCall === undefined) return undefined;
  }
  const before = leastOfBefore * (warmUpCalls + made) * bytesPerCall!;
  return bytes[0]! >= before ? bytesPerCall : undefined;
}
