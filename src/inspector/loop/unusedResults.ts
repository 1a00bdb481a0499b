import type { DriverStatus } from './loopDriver';
import type { Target } from '../process/target';
import { said, type Sentence } from '../../core/report/sentence';

const reasons: Readonly<Record<NonNullable<DriverStatus['left']>, Sentence>> = {
  endless: said`was not drained: it goes on after 10,000 values. Each call took so many and ended it.`,
  duplex: said`was not read to its end: it is a stream that has to be written to as well.`,
};

/** Warnings of what calls returned and nobody used up; none where the target is gone. */
export async function unusedResults(target: Target, name: string): Promise<readonly Sentence[]> {
  if (target.client.gone.aborted) return [];
  const { left } = await target.driver.status();
  return left === undefined ? [] : [said`What ${name} returned ${reasons[left]}`];
}
