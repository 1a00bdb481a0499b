import {
  argumentGrowth,
  needsAnotherRound,
  type ReplayRound,
} from '../../core/loop/argumentGrowth';
import type { GrowthArguments } from '../../core/report/report';
import { collectPatiently, settle } from './collect';
import type { Deadline } from '../deadline';
import { guardedRun } from './guardedRun';
import { Sampler } from './sampler';
import type { Loop } from './runLoop';
import type { Target } from '../process/target';
import type { WarmUp } from './warmUp';

/** Calls of one batch; a leak of one object every third call shows 21 of them. */
const mostCalls = 64;
/** Fewer calls than this leave too little behind to tell the two kinds of growth apart. */
const fewestCalls = 8;
/** New arguments and the same ones twice, and all that again. */
const batches = 6;
/** Where two do not agree. */
const mostRounds = 4;
/** For these batches. */
const mostMillis = 1_000;
/** A call that takes this many times longer than it took while it was warmed up is not waited for. */
const mostSlowdown = 3;

/**
 * Makes some calls with new arguments and the same ones again, in rounds until two agree, to tell a cache that keeps
 * something for each new argument from what every call adds to. Nothing where that cannot be told:
 * the arguments do not depend on the call's number, calls are slow or have become so, or one of them does not come back.
 */
export async function replayArguments(
  target: Target,
  { millisPerCall, sampler: { interval } }: WarmUp,
  { mayLeaveLateWork }: Loop,
  callTimeoutMillis: number,
  deadline: Deadline,
): Promise<GrowthArguments | undefined> {
  const calls = Math.min(
    mostCalls,
    Math.floor(mostMillis / (batches * Math.max(millisPerCall, 0.01))),
  );
  if (calls < fewestCalls || deadline.isPast()) return undefined;
  const inTime = (mostSlowdown * mostMillis) / batches;
  try {
    const repeat = await target.driver.argumentsRepeat();
    if (repeat === 'always') return undefined;
    await collectPatiently(target);
    await using sampler = await Sampler.start(target, interval);
    let alive = await aliveOfProgram(sampler);
    // What a call replaces by its like is no growth: all that are alive are counted, not the new ones.
    const growth = async (): Promise<number> => {
      if (deadline.isPast()) throw new Error('there is no time left');
      const before = alive;
      const run = await guardedRun(target, calls, inTime, callTimeoutMillis);
      if (run.calls < calls) throw new Error('the calls have become too slow to be made again');
      await (mayLeaveLateWork ? collectPatiently(target) : settle(target));
      alive = await aliveOfProgram(sampler);
      return alive - before;
    };
    const growthAgain = async (): Promise<number> => {
      await target.driver.goBack(calls);
      return growth();
    };
    // What is kept for an argument may be completed when it is used again: V8 compiles a regular
    // expression to machine code with its second use.
    const round = async (): Promise<ReplayRound> => ({
      fresh: await growth(),
      replayed: Math.min(await growthAgain(), await growthAgain()),
    });
    const areSameValues = repeat === 'by number';
    const rounds: ReplayRound[] = [];
    while (rounds.length < mostRounds && needsAnotherRound(rounds, areSameValues)) {
      rounds.push(await round());
    }
    return argumentGrowth(rounds, areSameValues);
  } catch {
    return undefined; // only an addition to a report that is complete without it
  }
}

async function aliveOfProgram(sampler: Sampler): Promise<number> {
  const { samples } = await sampler.read();
  return samples.filter(({ site }) => sampler.origin(site).isProgram).length;
}
