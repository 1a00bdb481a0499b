import type { Cause } from '../../core/causes/causes';
import { eventName } from '../../core/causes/listening';
import type { HeapIndex } from '../../core/heap/heapIndex';
import type { AllocationSite, GrowthSite, StackFrame } from '../../core/report/report';
import type { Scripts } from '../source/scripts';
import type { AllocationLine } from '../watch/allocationLines';
import type { GrowthStep } from '../watch/growthSteps';
import { isMember, type WatchedStore } from '../watch/growthWatch';
import { growthLineInSource } from './holderInSource';
import { isNodes, isPackages, userFrame, type SourceTerms } from './sourceTerms';

/** What was seen of a cause while it was watched. */
export interface SeenGrowth {
  readonly stores: readonly WatchedStore[];
  readonly allocation: AllocationLine | undefined;
  readonly growthStep: GrowthStep | undefined;
}

interface Program {
  readonly scripts: Scripts;
  readonly terms: SourceTerms;
  readonly index: HeapIndex;
}

/** The line that adds what a cause keeps, by the best of what was seen or stands in the source. */
export async function growthSiteOf(
  { scripts, terms, index }: Program,
  cause: Cause,
  seen: SeenGrowth & { readonly allocationSite: AllocationSite | undefined },
): Promise<GrowthSite | undefined> {
  const { stores, allocation, growthStep, allocationSite } = seen;
  const stored = await watchedSite(terms, cause, stores);
  return nearestToUser([
    throughPackage(await siteOfStep(terms, scripts, growthStep), stored),
    stored,
    siteOfCallIntoNode(cause, allocation, allocationSite),
    await growthLineInSource(scripts, index, cause),
    siteOfAllocation(allocation, allocationSite),
  ]);
}

/**
 * The first of the sites, best first, but a line of the user's own before one of a package: a package
 * that adds in a turn of its own (a queue, a timer) has none of the user's frames on its stack, while
 * the user's call that made what is kept has. The package's statement then is the inner one.
 */
function nearestToUser(sites: readonly (GrowthSite | undefined)[]): GrowthSite | undefined {
  const known = sites.filter((site) => site !== undefined);
  const own = known.find(({ location }) => !isNodes(location) && !isPackages(location));
  const [best] = known;
  if (own === undefined || best === undefined || own === best) return best;
  const [inner = { function: '(anonymous)', location: best.location }] = best.stack;
  return { ...own, inner };
}

/**
 * The line that was seen to add what survives. Where several stores survived, those for the event that is
 * listened to count first, additions before a container's being replaced (by its copy, mostly), then those of the cause's own type, then what took nobody's place
 * (a heap also moves what it has), then what was not there before (taking out of a list moves its neighbours), and of
 * these the line that stored most.
 */
async function watchedSite(
  terms: SourceTerms,
  cause: Cause,
  stores: readonly WatchedStore[],
): Promise<GrowthSite | undefined> {
  const linked = new Set(cause.group.links.map(({ label }) => label));
  const rank = (store: WatchedStore): number =>
    (isForEvent(cause, store) ? 32 : 0) +
    (store.mutates ? 16 : 0) +
    (isMember(cause, store) ? 8 : 0) +
    (store.adds ? 4 : 0) +
    (linked.has(store.key) ? 2 : 0) +
    (store.moves ? 0 : 1);
  const best = Math.max(0, ...stores.map(rank));
  const sites = new Map<string, { site: GrowthSite; count: number }>();
  for (const store of stores.filter((each) => rank(each) === best)) {
    const stack = await terms.stackOfStore(store);
    const frame = userFrame(stack);
    if (frame === undefined) continue;
    const { location } = frame;
    const key = `${location.file}:${String(location.line)}:${String(location.column)}`;
    const known = sites.get(key) ?? {
      site: { location, ...innerOf(stack, frame), stack, how: 'watched' as const },
      count: 0,
    };
    sites.set(key, { ...known, count: known.count + 1 });
  }
  return [...sites.values()].sort((a, b) => b.count - a.count)[0]?.site;
}

function isForEvent({ listening }: Cause, { key }: WatchedStore): boolean {
  return listening?.event === eventName(key);
}

/** The line that was seen to make a copy longer, before the copy took the old one's place. */
async function siteOfStep(
  terms: SourceTerms,
  scripts: Scripts,
  step: GrowthStep | undefined,
): Promise<GrowthSite | undefined> {
  const location = step && (await scripts.locate(step.scriptId, step.position));
  if (location === undefined) return undefined;
  const [top, ...outer] = await terms.stack(step!.frames);
  return {
    location,
    stack: top === undefined ? [] : [{ ...top, location }, ...outer],
    how: 'watched',
  };
}

/**
 * Steps are those of the user's own functions. Where the step called a package, which stored what it
 * made of the call, the store tells the statement in the package.
 */
function throughPackage(
  step: GrowthSite | undefined,
  stored: GrowthSite | undefined,
): GrowthSite | undefined {
  const isSame =
    step?.location.file === stored?.location.file && step?.location.line === stored?.location.line;
  if (step === undefined || stored?.inner === undefined || !isSame) return step;
  return { ...step, inner: stored.inner, stack: stored.stack };
}

/** The statement in a package that the user's line led to. */
function innerOf(stack: readonly StackFrame[], user: StackFrame): { inner?: StackFrame } {
  const inner = stack.find(({ location }) => !isNodes(location));
  return inner === undefined || inner === user ? {} : { inner };
}

/** What Node itself made and keeps (a handle, a listener's record) was added by the call into Node. */
function siteOfCallIntoNode(
  { allocation }: Cause,
  line: AllocationLine | undefined,
  site: AllocationSite | undefined,
): GrowthSite | undefined {
  const isNodesOwn = allocation[0]?.scriptName.startsWith('node:') === true;
  return isNodesOwn && line !== undefined && site !== undefined
    ? { ...site, how: 'watched' }
    : undefined;
}

/** The last resort: where what is kept is made is not always where it is kept. */
function siteOfAllocation(
  line: AllocationLine | undefined,
  site: AllocationSite | undefined,
): GrowthSite | undefined {
  return line === undefined || site === undefined ? undefined : { ...site, how: 'found in source' };
}
