import { total } from '../../core/loop/batchFigures';
import { callsBetween, steadyRise } from '../../core/loop/steadyRise';
import type { BatchRun } from './loopDriver';
import type { Loop } from './runLoop';
import type { WarmUp } from './warmUp';

/** For the calls between readings. */
const mostMillis = 4_000;

/** How something is read exactly, and what calls are made in between. */
export interface ExactReading {
  /** Bytes. */
  readonly read: () => Promise<number>;
  /** Calls that a reading makes by itself. */
  readonly callsOfReading: number;
  readonly run: (calls: number, millis: number) => Promise<BatchRun>;
}

/**
 * Bytes per call by which something rises steadily, in four more steps that together have as many calls as the
 * loop had; undefined where it does not, or there is no time for the calls.
 *
 * @param before bytes at first
 */
export async function risePerCall(
  { matrix }: Pick<Loop, 'matrix'>,
  { millisPerCall }: Pick<WarmUp, 'millisPerCall'>,
  before: number,
  { read, callsOfReading, run }: ExactReading,
): Promise<number | undefined> {
  const calls = callsBetween(total(matrix.calls), millisPerCall, mostMillis);
  const bytes = [before];
  let perCall: number | undefined;
  for (const [step, between] of calls.entries()) {
    const others = between - callsOfReading;
    if (others > 0 && (await run(others, 2 * mostMillis)).calls < others) return undefined;
    bytes.push(await read());
    perCall = steadyRise(calls.slice(0, step + 1), bytes);
    if (perCall === undefined) return undefined;
  }
  return perCall;
}
