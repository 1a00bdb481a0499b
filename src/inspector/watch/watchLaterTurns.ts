import type { Cause } from '../../core/causes/causes';
import type { HeapIndex } from '../../core/heap/heapIndex';
import { collectPatiently } from '../loop/collect';
import { guardedRun } from '../loop/guardedRun';
import { openResources, outwaitLateWork } from '../loop/lateWork';
import type { WatchedStore } from './growthWatch';
import type { Scripts } from '../source/scripts';
import type { Target } from '../process/target';
import { isOwnStack, SourceTerms } from '../describe/sourceTerms';
import type { GrowthStep } from './growthSteps';
import { callsToWatch, mostCauses, type WatchPlan } from './watchCauses';
import { WatchSession } from './watchSession';

/** What a call begins may be stored during the next one only: what an iterator gives, for one. */
const fewestCalls = 3;

/** For each cause, what was seen in calls that were watched for as long as they took. */
interface SeenAtOnce {
  readonly stores: readonly (readonly WatchedStore[])[];
  readonly growthSteps: readonly (GrowthStep | undefined)[];
}

/**
 * A package may store in a turn of its own: a timer, a queue, what follows an `await`. None of the user's
 * frames is on the stack then, but on that of what set the turn going. The calls are made once more for
 * such causes, with the time that late work takes, and each store tells what set it going.
 *
 * @returns for each cause, in their order, the stores as they were seen at once, or this time where no line
 *   of the user's own was seen to add
 */
export async function watchLaterTurns(
  target: Target,
  scripts: Scripts,
  index: HeapIndex,
  causes: readonly Cause[],
  { stores, growthSteps }: SeenAtOnce,
  plan: WatchPlan,
): Promise<(readonly WatchedStore[])[]> {
  const known = [...stores];
  const terms = new SourceTerms(scripts);
  const isOwn = await Promise.all(stores.map((seen) => isAnyOwn(terms, seen)));
  const later = causes
    .slice(0, mostCauses)
    .filter((_, at) => isOwn[at] !== true && growthSteps[at] === undefined);
  if (later.length === 0 || plan.deadline.isPast()) return known;
  const calls = Math.max(fewestCalls, callsToWatch(later));
  await using session = new WatchSession(target, scripts, index, calls, plan);
  await session.watch(later);
  await session.traceOrigins();
  const openAtRest = await openResources(target);
  await guardedRun(target, calls, plan.deadline.millisLeft, plan.callTimeoutMillis);
  await outwaitLateWork(target, openAtRest);
  await session.restore();
  await collectPatiently(target);
  for (const [at, seen] of (await session.stores(later)).entries()) {
    if (seen.length > 0) known[causes.indexOf(later[at]!)] = seen;
  }
  return known;
}

async function isAnyOwn(terms: SourceTerms, stores: readonly WatchedStore[]): Promise<boolean> {
  const stacks = await Promise.all(stores.map(({ frames }) => terms.stack(frames)));
  return stacks.some(isOwnStack);
}
