import type { GrowthArguments } from '../report/report';

/** By how many more objects of the program's were alive after as many calls each time. */
export interface ReplayRound {
  /** By calls with new arguments. */
  readonly fresh: number;
  /** By the same calls again, right after: the fewest where they were made more than once. */
  readonly replayed: number;
}

/** Survivors that code which gets warm does not make in a batch that came after another of its kind. */
const fewestSurvivors = 8;
/** A cache shows none but noise; what is left behind by every call shows as many as before. */
const mostOfCache = 1 / 4;
const leastOfList = 3 / 4;
const fewestRounds = 2;

/**
 * Whether what grows is kept for each new argument or for each call: what two rounds say and none contradicts.
 * Nothing where the calls left too little behind, or both kinds of growth are mixed.
 *
 * @param areSameValues whether the arguments of a call are the very same values again; objects are made anew
 */
export function argumentGrowth(
  rounds: readonly ReplayRound[],
  areSameValues: boolean,
): GrowthArguments | undefined {
  const [told, ...more] = toldBy(rounds, areSameValues);
  return more.length > 0 && more.every((each) => each === told) ? told : undefined;
}

/** Whether another round may tell: one does, and code that gets warm disturbed the others. */
export function needsAnotherRound(rounds: readonly ReplayRound[], areSameValues: boolean): boolean {
  return rounds.length < fewestRounds || toldBy(rounds, areSameValues).length === 1;
}

function toldBy(rounds: readonly ReplayRound[], areSameValues: boolean): GrowthArguments[] {
  return rounds.flatMap((round) => toldByOne(round, areSameValues) ?? []);
}

function toldByOne(
  { fresh, replayed }: ReplayRound,
  areSameValues: boolean,
): GrowthArguments | undefined {
  if (fresh < fewestSurvivors) return undefined;
  if (replayed <= mostOfCache * fresh) return 'distinct';
  // A map keyed by object takes an object that is made anew for another one.
  return replayed >= leastOfList * fresh && areSameValues ? 'every call' : undefined;
}
