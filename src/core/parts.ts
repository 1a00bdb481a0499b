import type { Series, SurvivorMatrix } from './survivors';
import { trendOf, type Trend } from './trend';

/** Allocation stacks that are judged together, and how their survivors develop. */
export interface Part {
  readonly sites: readonly number[];
  readonly series: Series;
  readonly trend: Trend;
}

/**
 * The program in parts: all stacks with the same outermost frame together, because V8 moves
 * allocations from a function's stack to its caller's when it inlines, in the middle of the loop.
 * A part that is not growing as a whole may still hide a leak behind a cache, so each of its
 * stacks that grows by itself is a part too.
 */
export function partsOf(matrix: SurvivorMatrix, outermost: (site: number) => number): Part[] {
  return groupBy(matrix.sites(), outermost).flatMap((sites) => {
    const whole = partOf(matrix, sites);
    if (whole.trend.kind === 'growing' || sites.length === 1) return [whole];
    const single = sites.map((site) => partOf(matrix, [site]));
    return [whole, ...single.filter(({ trend }) => trend.kind === 'growing')];
  });
}

function partOf(matrix: SurvivorMatrix, sites: readonly number[]): Part {
  const series = matrix.series(sites);
  return { sites, series, trend: trendOf(series) };
}

function groupBy(sites: readonly number[], outermost: (site: number) => number): number[][] {
  const groups = new Map<number, number[]>();
  for (const site of sites) {
    const key = outermost(site);
    groups.set(key, [...(groups.get(key) ?? []), site]);
  }
  return [...groups.values()];
}
