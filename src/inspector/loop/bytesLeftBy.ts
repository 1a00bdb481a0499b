import { collectPatiently } from './collect';
import { Sampler } from './sampler';
import type { Target } from '../process/target';

/** Bytes of the program's that some calls leave behind, exactly: each allocation is sampled. */
export async function bytesLeftBy(target: Target, run: () => Promise<unknown>): Promise<number> {
  await collectPatiently(target);
  await using sampler = await Sampler.start(target, 1);
  const { newestOrdinal } = await sampler.read();
  await run();
  await collectPatiently(target);
  const { samples } = await sampler.read();
  return samples
    .filter(({ ordinal, site }) => ordinal > newestOrdinal && sampler.origin(site).isProgram)
    .reduce((sum, { size }) => sum + size, 0);
}
