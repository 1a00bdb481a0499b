import { keepsNewest } from '../../core/causes/keptObjects';
import { indexHeap } from '../../core/heap/heapIndex';
import type { Deadline } from '../deadline';
import type { PhaseClock } from '../phaseClock';
import type { Target } from '../process/target';
import { trackSurvivors } from './tracker';

export interface NewestPlan {
  readonly millisPerCall: number;
  readonly callTimeoutMillis: number;
  readonly deadline: Deadline;
}

/** Twice as many; where stacks are not asked for, tracking slows no call. */
const mostCalls = 24;
const mostMillis = 1_000;
const fewestCalls = 6;

/**
 * Whether the newest of what calls left behind is still there, as in a cache that older entries leave: some more
 * calls and one snapshot tell, where the sampler cannot tell the program's objects from what V8 notes of its code.
 *
 * @returns undefined where calls take too long, or the heap could not be read
 */
export async function newestIsKept(
  target: Target,
  { millisPerCall, callTimeoutMillis, deadline }: NewestPlan,
  clock: PhaseClock,
): Promise<boolean | undefined> {
  const calls = Math.min(mostCalls, Math.floor(mostMillis / millisPerCall));
  if (calls < fewestCalls) return undefined;
  const plan = {
    calls: [1, 1, calls, calls, 1],
    callTimeoutMillis,
    deadline,
    withStacks: false,
  };
  try {
    const tracked = await trackSurvivors(target, plan, clock);
    return await clock.time('analyse', () =>
      Promise.resolve(keepsNewest(indexHeap(tracked.graph, tracked.boundaries), tracked.calls)),
    );
  } catch {
    return undefined; // no room for a snapshot, or the process is gone: the loop's verdict stands
  }
}
