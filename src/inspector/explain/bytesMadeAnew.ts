import { collectPatiently } from '../loop/collect';
import { guardedRun } from '../loop/guardedRun';
import { Sampler } from '../loop/sampler';
import type { Target } from '../process/target';

/** The first one may still find what the last call with other arguments left. */
const calls = 2;

/**
 * Bytes of the program's that two calls with the very first arguments leave behind. Where a whole is
 * made anew by each call, that is all of it; where calls only make what their arguments ask for, as
 * a table of `i` rows, next to nothing.
 *
 * @param callsMade in all, by the driver's count
 */
export async function bytesMadeAnew(
  target: Target,
  callsMade: number,
  callTimeoutMillis: number,
): Promise<number> {
  await collectPatiently(target);
  await using sampler = await Sampler.start(target, 1);
  const before = (await sampler.read()).newestOrdinal;
  await target.driver.goBack(callsMade);
  await guardedRun(target, calls, Number.MAX_SAFE_INTEGER, callTimeoutMillis);
  await target.driver.goBack(calls - callsMade);
  await collectPatiently(target);
  const { samples } = await sampler.read();
  return samples
    .filter(({ ordinal, site }) => ordinal > before && sampler.origin(site).isProgram)
    .reduce((sum, { size }) => sum + size, 0);
}
