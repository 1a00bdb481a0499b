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

/**
 * Whether what grows is kept for each new argument or for each call; nothing where the calls left too
 * little behind, the rounds do not agree, or both kinds of growth are mixed.
 *
 * @param areSameValues whether the arguments of a call are the very same values again; objects are made anew
 */
export function argumentGrowth(
  rounds: readonly ReplayRound[],
  areSameValues: boolean,
): GrowthArguments | undefined {
  const replayed = rounds.map((round) => round.replayed);
  const least = Math.min(...rounds.map(({ fresh }) => fresh));
  if (least < fewestSurvivors) return undefined;
  if (Math.max(...replayed) <= mostOfCache * least) return 'distinct';
  // A map keyed by object takes an object that is made anew for another one.
  const growsAgain = Math.min(...replayed) >= leastOfList * least;
  return growsAgain && areSameValues ? 'every call' : undefined;
}
