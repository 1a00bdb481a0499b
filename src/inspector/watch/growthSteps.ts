import type { Cause } from '../../core/causes/causes';
import { grownCopy, newestPart, type GrownCopy } from '../../core/causes/grownCopy';
import { growthMark, type ContainerSeen } from '../../core/causes/growthMark';
import type { TraceFrame } from '../../core/heap/heapGraph';
import type { HeapIndex } from '../../core/heap/heapIndex';
import { beginsBeforeSuper } from '../../core/source/beforeSuper';
import { copyingLiteral } from '../../core/source/copyingLiteral';
import { executionSteps } from '../../core/source/executionSteps';
import { siteAtFunctionLocation } from '../../core/source/functionLocation';
import type { FunctionSite } from '../../core/source/functionSites';
import type { GeneratedPosition } from '../../core/source/location';
import { readableVariables } from '../../core/source/readableVariables';
import type { Script } from '../../core/source/script';
import { linesOf, usersFrames } from './allocationLines';
import {
  CallMarks,
  keyOf,
  type AllocationOrder,
  type MarkedFunction,
  type MarkedStep,
} from './callMarks';
import { storeAmong, withSampledStack } from './copyStacks';
import { addsMember, type WatchedFrame, type WatchedStore } from './growthWatch';
import { HeldPlace } from './heldPlace';
import { callOn, release, valueOf, type RemoteObject } from '../protocol/remoteObject';
import { isPackages } from '../describe/sourceTerms';
import type { Scripts } from '../source/scripts';
import type { Target } from '../process/target';
import { callsToWatch, type WatchPlan } from './watchCauses';

/** The step at which a copy became longer than what it was copied from. */
export interface GrowthStep {
  readonly scriptId: string;
  readonly position: GeneratedPosition;
  /** The stack at that moment, innermost first. */
  readonly frames: readonly WatchedFrame[];
}

/** Each of them costs a run. */
const mostCauses = 4;

/** The first call leaves some of V8's own behind, and replaces what is older than the run. */
const fewestCalls = 3;

/**
 * Where each call puts a longer copy in the place of the old one, the line that does so is seldom the
 * one that adds: `state = reduce(state, action)`. Of a copy that is new with each call nothing can be
 * watched before it is there, so the steps of all functions on the stacks that made its parts are
 * marked, and what their variables lead to is measured with each mark. Where one more was seen to be put
 * into what was there, the copies are made to take others out, and are not watched.
 *
 * @param stores of each cause, as they were seen
 * @returns for each cause, in their order; undefined where its holder is added to in place, and where
 *   it was not seen which step adds
 */
export async function watchCopies(
  target: Target,
  scripts: Scripts,
  index: HeapIndex,
  causes: readonly Cause[],
  stores: readonly (readonly WatchedStore[])[],
  plan: WatchPlan,
): Promise<(GrowthStep | undefined)[]> {
  const steps: (GrowthStep | undefined)[] = [];
  for (const [at, cause] of causes.entries()) {
    const isSeen = stores[at]?.some((store) => addsMember(cause, store)) === true;
    const isToWatch = !isSeen && at < mostCauses && !plan.deadline.isPast();
    steps.push(isToWatch ? await stepOf(target, scripts, index, cause, plan) : undefined);
  }
  return steps;
}

async function stepOf(
  target: Target,
  scripts: Scripts,
  index: HeapIndex,
  cause: Cause,
  plan: WatchPlan,
): Promise<GrowthStep | undefined> {
  const found = grownCopy(index, cause);
  const copy = found && (await withSampledStack(target, found, callsFor(cause), plan));
  const functions = copy && (await functionsOf(scripts, copy.stacks));
  const step =
    copy && functions && functions.length > 0
      ? await watchCopy(target, index, cause, { copy, functions }, plan)
      : 'elsewhere';
  return step === 'elsewhere' ? stepIntoPackage(target, scripts, index, cause, plan) : step;
}

/** The call of the user's own into the package that made anew what the newest survivor is in. */
async function stepIntoPackage(
  target: Target,
  scripts: Scripts,
  index: HeapIndex,
  cause: Cause,
  plan: WatchPlan,
): Promise<GrowthStep | undefined> {
  const part = newestPart(index, cause);
  if (part === undefined) return undefined;
  const [innermost] = await usersFrames(scripts, part.stack);
  const inner = innermost === undefined ? [] : part.stack.slice(0, innermost);
  const locations = await Promise.all(
    inner.map((frame) => scripts.locate(String(frame.scriptId), frame)),
  );
  if (!locations.some((location) => location !== undefined && isPackages(location)))
    return undefined;
  const [line] = await linesOf(target, scripts, [part], callsFor(cause), plan);
  if (line === undefined) return undefined;
  const frames = part.stack.slice(line.frame).map(watchedFrame);
  return { scriptId: line.scriptId, position: line.step.start, frames };
}

function callsFor(cause: Cause): number {
  return Math.max(fewestCalls, callsToWatch([cause]));
}

interface SteppedFunction extends MarkedFunction {
  readonly script: Script;
  readonly site: FunctionSite;
}

/** Functions of the user's own on some stacks, or of packages where none is. */
async function functionsOf(
  scripts: Scripts,
  stacks: GrownCopy['stacks'],
): Promise<SteppedFunction[]> {
  const functions = new Map<string, SteppedFunction>();
  for (const stack of stacks) {
    for (const frame of await usersFrames(scripts, stack)) {
      const key = keyOf(stack[frame]!);
      const loaded = functions.has(key)
        ? undefined
        : await scripts.get(String(stack[frame]!.scriptId));
      if (loaded === undefined) continue;
      const { script, sites, scriptId } = loaded;
      const site = siteAtFunctionLocation(script, sites, stack[frame]!);
      if (site === undefined || beginsBeforeSuper(script, site)) continue;
      const steps = executionSteps(script, site);
      functions.set(key, { key, scriptId, script, site, steps });
    }
  }
  return [...functions.values()];
}

interface Watched {
  readonly copy: GrownCopy;
  readonly functions: readonly SteppedFunction[];
}

async function watchCopy(
  target: Target,
  index: HeapIndex,
  cause: Cause,
  { copy, functions }: Watched,
  plan: WatchPlan,
): Promise<GrowthStep | 'elsewhere' | undefined> {
  const { client } = target;
  await using place = await HeldPlace.open(target, index, cause);
  await using marks = await CallMarks.open(target);
  const path = place.property === undefined ? copy.path : [place.property, ...copy.path];
  const sizes = await target.watches.openSizes(marks.marks, path, place.owner);
  const look = await methodOf(target, sizes, 'look');
  let value: RemoteObject | undefined;
  try {
    const order = await marks.run(functions, callsFor(cause), plan, {
      look,
      argumentsAt: (step) => readables(step, functions, place.variable),
    });
    value = place.property === undefined ? await place.read() : place.owner;
    const seen =
      value && (await valueOf<ContainerSeen | undefined>(client, sizes, ofValue, [value]));
    const birth = birthOf(copy, functions, order);
    // The way to it leads through a tree, and is another by now; or there was more than was looked at.
    if (value !== undefined && seen === undefined) return 'elsewhere';
    const mark = seen && growthMark(seen, (at) => order.marks[at]?.step, birth);
    if (mark === 'elsewhere') return mark;
    const at = mark === undefined ? undefined : order.marks[mark];
    if (at === undefined) return undefined;
    const frames = await valueOf<WatchedFrame[]>(client, sizes, stackAt, [{ value: mark }]);
    // Nothing could be looked at there: a longer copy may have been made before.
    if (frames.length === 0) return undefined;
    const { scriptId, script } = functions.find(({ key }) => key === at.function.key)!;
    const { position } = at.step;
    const literal = mark === birth ? copyingLiteral(script, position, copy.path.at(-1)) : undefined;
    return { scriptId, position: literal ?? position, frames };
  } finally {
    const own = value === place.owner ? [look, sizes] : [look, sizes, value];
    for (const handle of own) if (handle !== undefined) await release(client, handle);
  }
}

/** With the place of the function, as V8 keeps no other for what it allocated. */
function watchedFrame({ functionName, scriptName, line0, column0 }: TraceFrame): WatchedFrame {
  return { functionName, url: scriptName, line: line0 + 1, column: column0 + 1 };
}

const ofValue = 'function (value) { return this.of(value) }';
const stackAt = 'function (mark) { return this.stackAt(mark) }';

async function methodOf(
  { client }: Target,
  object: RemoteObject,
  name: string,
): Promise<RemoteObject> {
  const method = await callOn(client, object, `function () { return this.${name} }`);
  return { objectId: method.objectId! };
}

/** The holder's variable, where it can be read, and all variables. */
function readables(
  { function: { key }, step }: MarkedStep,
  functions: readonly SteppedFunction[],
  holder: string | undefined,
): string {
  const { script, site } = functions.find((each) => each.key === key)!;
  const offset = script.lines.offsetAt(step.position);
  const variables = readableVariables(script, site, offset);
  const names = variables.map(({ name }) => name);
  // One of the same name in the function itself is another.
  const isHolder = variables.some(
    ({ name, start }) => name === holder && (start < site.start || start >= site.end),
  );
  return `${isHolder ? holder! : 'undefined'}, [${names.join(', ')}]`;
}

/** The mark of the step that made the backing store of the copy that is kept. */
function birthOf(
  copy: GrownCopy,
  functions: readonly SteppedFunction[],
  { marks, survivors }: AllocationOrder,
): number | undefined {
  const stack = copy.allocation.map(keyOf);
  const known = new Set(functions.map(({ key }) => key));
  const user = stack.findIndex((key) => known.has(key));
  if (user < 0) return undefined;
  const made = survivors.filter(({ stack: other }) =>
    stack.slice(0, user + 1).every((key, at) => other[at] === key),
  );
  const store = storeAmong(made, copy);
  if (store === undefined) return undefined;
  const before = marks.findLastIndex(
    ({ ordinal, function: { key } }) => key === stack[user] && ordinal < store.ordinal,
  );
  return before < 0 ? undefined : before;
}
