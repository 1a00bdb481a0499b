import type { BatchMeasurement } from '../../core/report/batchReports';
import type { Target } from '../process/target';

export type MemoryReading = Pick<
  BatchMeasurement,
  'heapUsed' | 'external' | 'arrayBuffers' | 'rss' | 'native'
>;

/** What a process has in memory: by its own account and, where that tells, by the system's. */
export async function readMemory({ driver, usage }: Target): Promise<MemoryReading> {
  const { heapResident, ...known } = await driver.memory();
  const resident = usage.memory();
  if (resident === undefined) return known;
  const native = resident.anonymous - heapResident - known.external;
  return { ...known, rss: resident.rss, native };
}
