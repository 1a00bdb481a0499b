import { newlyKeptPerCall } from '../../core/loop/loopPlan';
import type { Part } from '../../core/loop/parts';
import type { SurvivorMatrix } from '../../core/loop/survivors';
import { collectPatiently } from './collect';
import { turn } from './eventLoop';
import type { Sampler } from './sampler';
import type { Target } from '../process/target';
import { counted, said, type Sentence } from '../../core/report/sentence';

export interface IdleControl {
  readonly parts: readonly Part[];
  readonly warnings: readonly Sentence[];
}

/** Late work of the last calls comes to its end, then nobody calls. */
const settleMillis = 500;
const idleMillis = 500;
/** A batch, or a collection, keeps timers from coming in time: without calls they come at least as often. */
const shareOfRate = 1 / 2;

/**
 * Growth that goes on while no calls are made is not theirs: an interval of the program that keeps
 * something, too. Only stacks that begin in Node itself can be its; where none of these grows, the
 * control costs nothing.
 *
 * @param loopMillis what the loop took, collections included
 */
export async function idleControl(
  target: Target,
  { sampler, matrix, parts, loopMillis }: IdleOptions,
): Promise<IdleControl> {
  const suspected = parts.filter((part) => mayGrow(part) && isOfNode(part, sampler));
  if (suspected.length === 0) return { parts, warnings: [] };
  await turn(target, 1, settleMillis);
  const before = await readAlive(target, sampler);
  const start = performance.now();
  await turn(target, 1, idleMillis);
  const after = await readAlive(target, sampler);
  const idle = performance.now() - start;
  const calls = matrix.calls.reduce((sum, made) => sum + made, 0);
  const background = suspected.filter(({ sites, series }) => {
    const grown = countOf(after, sites) - countOf(before, sites);
    const perMilli = (newlyKeptPerCall(series) * calls) / loopMillis;
    return grown > 0 && grown / idle >= shareOfRate * perMilli;
  });
  return {
    parts: parts.map((part) =>
      background.includes(part) ? { ...part, trend: { kind: 'passing' } } : part,
    ),
    warnings: background.map(({ sites }) => {
      const perSecond = ((countOf(after, sites) - countOf(before, sites)) / idle) * 1_000;
      const objects = counted(Math.max(1, perSecond));
      const where = functionUnder(sampler, sites);
      return where === undefined
        ? said`Background: about ${objects} objects a second accumulate while no calls are made. They are not counted.`
        : said`Background: about ${objects} objects a second accumulate in ${where} while no calls are made. They are not counted.`;
    }),
  };
}

export interface IdleOptions {
  readonly sampler: Sampler;
  readonly matrix: SurvivorMatrix;
  readonly parts: readonly Part[];
  readonly loopMillis: number;
}

function mayGrow({ trend, isProgram }: Part): boolean {
  return trend.kind === 'growing' || (isProgram && trend.kind === 'undecided');
}

/** Timers, sockets and the like call into the program from Node; the looped calls do not come from there. */
function isOfNode({ sites }: Part, sampler: Sampler): boolean {
  return sites.every((site) => sampler.stack(site).at(-1)?.url.startsWith('node:') === true);
}

/** Live samples by site. */
async function readAlive(target: Target, sampler: Sampler): Promise<ReadonlyMap<number, number>> {
  await collectPatiently(target);
  const alive = new Map<number, number>();
  for (const { site } of (await sampler.read()).samples) {
    alive.set(site, (alive.get(site) ?? 0) + 1);
  }
  return alive;
}

function countOf(alive: ReadonlyMap<number, number>, sites: readonly number[]): number {
  return sites.reduce((sum, site) => sum + (alive.get(site) ?? 0), 0);
}

/** The program's function that Node called, where it has a name. */
function functionUnder(sampler: Sampler, sites: readonly number[]): string | undefined {
  return sites
    .flatMap((site) => sampler.stack(site).findLast(({ url }) => !/^(node:|$)/.test(url)) ?? [])
    .find(({ functionName }) => functionName !== '')?.functionName;
}
