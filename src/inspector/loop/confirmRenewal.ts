import type { Part } from '../../core/loop/parts';
import { isOfOneCall, mayBeRenewing } from '../../core/loop/renewalTrend';
import { growingInSize } from '../../core/loop/trend';
import { bytesLeftBy } from './bytesLeftBy';
import { guardedRun } from './guardedRun';
import type { BatchRun } from './loopDriver';
import { risePerCall } from './risePerCall';
import type { Loop } from './runLoop';
import type { WarmUp } from './warmUp';
import type { Target } from '../process/target';

/** For a call that is read. */
const mostMillis = 8_000;

/**
 * Where calls are so heavy that only a sample of what they allocate was seen, a state that each of them makes
 * anew, a little larger, looks level. Its size is read exactly, some calls apart.
 *
 * @returns the loop's parts, with what was confirmed as growing
 * @throws whatever ends the process or a call of these
 */
export async function confirmRenewal(
  target: Target,
  loop: Loop,
  warm: WarmUp,
  callTimeoutMillis: number,
): Promise<readonly Part[]> {
  const { parts } = loop;
  const part = parts.find(mayBeRenewing);
  if (part === undefined || warm.sampler.interval === 1) return parts;
  const run = (calls: number, millis: number): Promise<BatchRun> =>
    guardedRun(target, calls, millis, callTimeoutMillis);
  const read = (): Promise<number> => bytesLeftBy(target, () => run(1, mostMillis));
  // The first one shows records of V8's as well, 10 kB of them.
  if (!isOfOneCall(part, await read())) return parts;
  const bytesPerCall = await risePerCall(loop, warm, await read(), {
    read,
    callsOfReading: 1,
    run,
  });
  if (bytesPerCall === undefined) return parts;
  const trend = growingInSize(bytesPerCall, part.trend);
  return parts.map((each) => (each === part ? { ...each, trend } : each));
}
