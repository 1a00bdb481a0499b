import { availableParallelism, loadavg } from 'node:os';

/** Nobody waits longer than so many times the time that was meant. */
const mostTimes = 4;

/**
 * How many times longer work takes than on this machine at rest, from 1 to 4: as many as there are
 * processes that want each of its cores. Always 1 where the system does not tell (Windows).
 */
export function busyness(): number {
  const [lastMinute = 0] = loadavg();
  return Math.min(mostTimes, Math.max(1, lastMinute / availableParallelism()));
}
