export interface TrackedCalls {
  /** Calls of each tracked batch. */
  readonly calls: readonly number[];
  /** All calls made in the process so far, the tracked ones included. */
  readonly allCalls: number;
  /** Of what the calls leave behind, what there is more of after them; absent: all of it. */
  readonly keptShare?: number;
}

/** What a holder got from the tracked batches, and all that it has of the kind. */
interface Grown {
  readonly perBatch: readonly number[];
  readonly population: number;
}

/**
 * A holder must hold at least this share of what it would hold had it grown so from the first call;
 * a bounded cache that is being filled or rolled over holds less.
 */
export const leastPopulation = 0.5;

export function populationShare(grown: Grown, calls: TrackedCalls): number {
  const { allCalls, keptShare = 1 } = calls;
  return grown.population / (perCallOf(grown, calls)(grown.perBatch) * keptShare * allCalls);
}

/**
 * Turns figures per batch into figures per call. Batches of one call are exact where each left the
 * same behind: in larger ones the newest link of a chain of several types holds the others of its batch and
 * stands for them. But of what most calls keep, and not all, every one of a few single calls may keep one: then
 * what there is after all calls is closer to what the larger batches show.
 * The last batch is left out: what it left behind may not all be in its place yet.
 */
export function perCallOf(
  grown: Grown,
  { calls, allCalls, keptShare = 1 }: TrackedCalls,
): (figures: readonly number[]) => number {
  const { perBatch, population } = grown;
  const settled = calls.map((_calls, batch) => batch).slice(0, -1);
  const single = settled.filter((batch) => calls[batch] === 1);
  const isAlike =
    single.length > 0 &&
    single.every((batch) => perBatch[batch] === perBatch[single[0]!] && perBatch[batch]! > 0);
  const average = averageOver(settled, calls);
  if (!isAlike) return average;
  const exact = averageOver(single, calls);
  const afterAll = population / (keptShare * allCalls);
  const distance = (rate: number): number => Math.abs(rate - afterAll);
  return distance(average(perBatch)) < distance(exact(perBatch)) ? average : exact;
}

function averageOver(
  batches: readonly number[],
  calls: readonly number[],
): (figures: readonly number[]) => number {
  const callsMade = batches.reduce((sum, batch) => sum + calls[batch]!, 0);
  return (figures) => batches.reduce((sum, batch) => sum + figures[batch]!, 0) / callsMade;
}

/** As {@link perCallOf}, without what is gone again where the calls take some of it away: by what is there after all. */
export function keptPerCallOf(
  grown: Grown,
  calls: TrackedCalls,
): (figures: readonly number[]) => number {
  const perCall = perCallOf(grown, calls);
  const { allCalls, keptShare = 1 } = calls;
  if (keptShare === 1) return perCall;
  const kept = Math.min(1, grown.population / (perCall(grown.perBatch) * allCalls));
  return (figures) => kept * perCall(figures);
}
