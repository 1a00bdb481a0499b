import { bytesLeftBy } from '../loop/bytesLeftBy';
import { guardedRun } from '../loop/guardedRun';
import type { BatchRun } from '../loop/loopDriver';
import type { Target } from '../process/target';

/** The first one may still find what the last call with other arguments left. */
const fewCalls = 2;
/** Where these are quick: what is made anew now and then shows as well. */
const moreCalls = 22;
const quickMillis = 100;

/**
 * Bytes of the program's that some calls with the very first arguments leave behind. Where something is
 * made anew as a whole, that is all of it; where calls only make what their arguments ask for, as a
 * table of `i` rows, next to nothing.
 *
 * @param callsMade in all, by the driver's count
 */
export async function bytesMadeAnew(
  target: Target,
  callsMade: number,
  callTimeoutMillis: number,
): Promise<number> {
  return bytesLeftBy(target, async () => {
    await target.driver.goBack(callsMade);
    const run = (calls: number): Promise<BatchRun> =>
      guardedRun(target, calls, Number.MAX_SAFE_INTEGER, callTimeoutMillis);
    const { millis } = await run(fewCalls);
    const isQuick = millis <= quickMillis;
    if (isQuick) await run(moreCalls);
    await target.driver.goBack(fewCalls + (isQuick ? moreCalls : 0) - callsMade);
  });
}
