import { groupBy } from '../groupBy';
import type { Series, SurvivorMatrix } from './survivors';
import { isReplacement } from './replacementTrend';
import { trendOf, type Trend } from './trend';

/** Where an allocation stack begins. */
export interface Origin {
  /** The site of the outermost frame. V8 inlines functions into their callers, never out of it. */
  readonly part: number;
  readonly isProgram: boolean;
}

/** Allocation stacks that are judged together, and how their survivors develop. */
export interface Part {
  /** Whether any frame is the program's own; V8 and Node keep a few objects of theirs at odd moments. */
  readonly isProgram: boolean;
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
export function partsOf(matrix: SurvivorMatrix, origin: (site: number) => Origin): Part[] {
  const parts = groupBy(matrix.sites(), (site) => origin(site).part);
  return [...parts.values()].flatMap((sites) => {
    const isProgram = sites.some((site) => origin(site).isProgram);
    const whole = partOf(matrix, sites, isProgram);
    if (whole.trend.kind === 'growing' || sites.length === 1) return [whole];
    const single = sites.map((site) => partOf(matrix, [site], isProgram));
    return [
      whole,
      ...single.filter(({ trend }) => trend.kind === 'growing' && !isReplacement(trend)),
    ];
  });
}

function partOf(matrix: SurvivorMatrix, sites: readonly number[], isProgram: boolean): Part {
  const series = matrix.series(sites);
  const trend = trendOf(series);
  return { isProgram, sites, series, trend: isProgram ? trend : ofNodesOwn(trend) };
}

/** The parts by their objects alone: for where nothing in the heap is found to get larger, as some seemed to. */
export function inNumber(parts: readonly Part[]): Part[] {
  return parts.map((part) => {
    const { trend } = part;
    return trend.kind === 'growing' && trend.inNumber !== undefined
      ? { ...part, trend: trend.inNumber }
      : part;
  });
}

/**
 * Without a frame of the program's, growth is its doing only where most calls leave something behind
 * (a socket, a handle): Node's timers and queues get warm for thousands of calls.
 */
function ofNodesOwn(trend: Trend): Trend {
  const isSlow = trend.kind === 'growing' && trend.objectsPerCall < leastOfNodesOwn;
  return isSlow ? { kind: 'passing' } : trend;
}

const leastOfNodesOwn = 0.5;
