import type { GrowthArguments } from '../report/report';

/** By how many more objects of the program's were alive after as many calls each time. */
export interface ReplayCounts {
  /** By calls with new arguments, twice. */
  readonly fresh: readonly [number, number];
  /** By the same calls again, right after each. */
  readonly replayed: readonly [number, number];
  /** Whether the arguments of a call are the very same values again; objects are made anew. */
  readonly areSameValues: boolean;
}

/** Survivors that code which gets warm does not make in a batch that came after another of its kind. */
const fewestSurvivors = 8;
/** A cache shows none but noise; what is left behind by every call shows as many as before. */
const mostOfCache = 1 / 4;
const leastOfList = 3 / 4;

/**
 * Whether what grows is kept for each new argument or for each call; nothing where the calls left too
 * little behind, the two rounds do not agree, or both kinds of growth are mixed.
 */
export function argumentGrowth({
  fresh,
  replayed,
  areSameValues,
}: ReplayCounts): GrowthArguments | undefined {
  const least = Math.min(...fresh);
  if (least < fewestSurvivors) return undefined;
  if (Math.max(...replayed) <= mostOfCache * least) return 'distinct';
  // A map keyed by object takes an object that is made anew for another one.
  const growsAgain = Math.min(...replayed) >= leastOfList * least;
  return growsAgain && areSameValues ? 'every call' : undefined;
}
