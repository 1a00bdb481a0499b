import { total } from '../../core/loop/batchFigures';
import {
  callsBetween,
  confirmedRenewal,
  isOfOneCall,
  mayBeRenewing,
} from '../../core/loop/confirmedRenewal';
import type { Part } from '../../core/loop/parts';
import { bytesLeftBy } from './bytesLeftBy';
import { guardedRun } from './guardedRun';
import type { BatchRun } from './loopDriver';
import type { Loop } from './runLoop';
import type { WarmUp } from './warmUp';
import type { Target } from '../process/target';

/** For the calls between readings. */
const mostMillis = 4_000;

/**
 * Where calls are so heavy that only a sample of what they allocate was seen, a state that each of them makes
 * anew, a little larger, looks level. Its size is read exactly, some calls apart.
 *
 * @returns the loop's parts, with what was confirmed as growing
 * @throws whatever ends the process or a call of these
 */
export async function confirmRenewal(
  target: Target,
  { matrix, parts, end }: Loop,
  { sampler, millisPerCall }: Pick<WarmUp, 'sampler' | 'millisPerCall'>,
  callTimeoutMillis: number,
): Promise<readonly Part[]> {
  const part = parts.find(mayBeRenewing);
  if (part === undefined || sampler.interval === 1 || end.kind !== 'finished') return parts;
  const run = (count: number): Promise<BatchRun> =>
    guardedRun(target, count, 2 * mostMillis, callTimeoutMillis);
  const read = (): Promise<number> => bytesLeftBy(target, () => run(1));
  // The first one shows records of V8's as well, 10 kB of them.
  if (!isOfOneCall(part, await read())) return parts;
  const calls = callsBetween(total(matrix.calls), millisPerCall, mostMillis);
  const bytes = [await read()];
  let bytesPerCall: number | undefined;
  for (const [stride, between] of calls.entries()) {
    // The reading is a call itself.
    const others = between - 1;
    if (others > 0 && (await run(others)).calls < others) return parts;
    bytes.push(await read());
    bytesPerCall = confirmedRenewal(calls.slice(0, stride + 1), bytes);
    if (bytesPerCall === undefined) return parts;
  }
  const trend = { kind: 'growing', objectsPerCall: 0, bytesPerCall: bytesPerCall! } as const;
  return parts.map((each) => (each === part ? { ...each, trend } : each));
}
