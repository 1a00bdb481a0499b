import type { Allocation } from '../../core/causes/allocation';
import type { Cause } from '../../core/causes/causes';
import { groupBy } from '../../core/groupBy';
import { differByInlining } from '../../core/causes/inlinedFrames';
import type { TraceFrame } from '../../core/heap/heapGraph';
import type { HeapIndex } from '../../core/heap/heapIndex';
import { beginsBeforeSuper } from '../../core/source/beforeSuper';
import { executionSteps, type ExecutionStep } from '../../core/source/executionSteps';
import { siteAtFunctionLocation } from '../../core/source/functionLocation';
import { CallMarks, keyOf, type AllocationOrder } from './callMarks';
import type { Scripts } from '../source/scripts';
import { isNodes, isPackages } from '../describe/sourceTerms';
import type { Target } from '../process/target';
import { callsToWatch, type WatchPlan } from './watchCauses';

/** Which step of the user's function was running when it made what is still alive. */
export interface AllocationLine {
  /** The frame of the cause's allocation stack that it is in. */
  readonly frame: number;
  readonly scriptId: string;
  readonly step: ExecutionStep;
}

/** The first call leaves some of V8's own behind, at the same place: the others outvote it. */
const fewestCalls = 3;

/**
 * V8 knows the function that allocates, not its line. So each statement and call of the function
 * marks its turn with an allocation of ours: the order of allocation then tells, without ever
 * stopping the program, at which step each surviving object was made.
 *
 * @returns for each cause, in their order; undefined where its allocation was not seen
 */
export async function watchAllocations(
  target: Target,
  scripts: Scripts,
  index: HeapIndex,
  causes: readonly Cause[],
  plan: WatchPlan,
): Promise<(AllocationLine | undefined)[]> {
  const { graph } = index;
  const allocations = causes.map(({ allocation, allocatedSize, group }) => ({
    stack: allocation,
    size: allocatedSize ?? graph.nodeSelfSize[group.survivors[0]!]!,
  }));
  return linesOf(target, scripts, allocations, Math.max(fewestCalls, callsToWatch(causes)), plan);
}

/** Where some objects are allocated that each of so many calls leaves behind. */
export async function linesOf(
  target: Target,
  scripts: Scripts,
  allocations: readonly Allocation[],
  calls: number,
  plan: WatchPlan,
): Promise<(AllocationLine | undefined)[]> {
  const places = await Promise.all(allocations.map((each) => findPlace(scripts, each)));
  const known = uniqueFunctions(places.filter((place) => place !== undefined));
  if (known.length === 0 || plan.deadline.isPast()) return allocations.map(() => undefined);
  await using marks = await CallMarks.open(target);
  const order = await marks.run(known, calls, plan);
  return places.map((place) => place && lineOf(place, order));
}

/** The frame of the user's own on an allocation stack, and the steps of its function. */
interface Place {
  readonly stack: readonly TraceFrame[];
  readonly frame: number;
  /** Self size in bytes of what is allocated. */
  readonly size: number;
  readonly scriptId: string;
  /** Identifies the function. */
  readonly key: string;
  readonly steps: readonly ExecutionStep[];
}

async function findPlace(
  scripts: Scripts,
  { stack, size }: Allocation,
): Promise<Place | undefined> {
  for (const frame of await usersFrames(scripts, stack)) {
    const { scriptId, line0, column0 } = stack[frame]!;
    const loaded = await scripts.get(String(scriptId));
    if (loaded === undefined) continue;
    const site = siteAtFunctionLocation(loaded.script, loaded.sites, { line0, column0 });
    // Where not every step can be marked, the call of the function in the frame around it is.
    if (site === undefined || beginsBeforeSuper(loaded.script, site)) continue;
    return {
      stack: stack.slice(0, frame + 1),
      frame,
      size,
      scriptId: loaded.scriptId,
      key: keyOf(stack[frame]!),
      steps: executionSteps(loaded.script, site),
    };
  }
  return undefined;
}

/** Frames of the program's, the user's own if there are any; the innermost first. */
export async function usersFrames(
  scripts: Scripts,
  stack: readonly TraceFrame[],
): Promise<number[]> {
  const locations = await Promise.all(
    stack.map((frame) => scripts.locate(String(frame.scriptId), frame)),
  );
  const program = locations.flatMap((location, frame) =>
    location === undefined || isNodes(location) ? [] : [{ frame, location }],
  );
  const own = program.filter(({ location }) => !isPackages(location));
  return (own.length > 0 ? own : program).map(({ frame }) => frame);
}

function uniqueFunctions(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [place.key, place])).values()];
}

/**
 * The step at which most of the survivors with this stack were made. Optimised code leaves frames of
 * functions that it inlined out of stacks: where none has this one, those of the same size with stacks
 * that differ in such frames alone, if all were made at one step.
 */
function lineOf(place: Place, { marks, survivors }: AllocationOrder): AllocationLine | undefined {
  const stack = place.stack.map(keyOf);
  const own = marks.filter(({ function: { key } }) => key === place.key);
  const stepsOf = (made: readonly Survivor[]): Made[] =>
    made.flatMap(({ ordinal, size }) => {
      const mark = own.findLast((each) => each.ordinal < ordinal);
      return mark === undefined ? [] : { step: mark.step, size };
    });
  const candidates = survivors.filter(({ stack: other }) =>
    stack.every((key, at) => other[at] === key),
  );
  const step =
    stepOf(stepsOf(candidates), place.size, callsIn(own)) ??
    onlyOne(
      stepsOf(
        survivors.filter(
          ({ size, stack: other }) =>
            size === place.size && differByInlining(stack, other, place.key),
        ),
      ).map(({ step: at }) => at),
    );
  return step === undefined ? undefined : { frame: place.frame, scriptId: place.scriptId, step };
}

/** How often a function was called, by the step that it begins with. */
function callsIn(own: AllocationOrder['marks']): number {
  const [first] = own;
  return own.filter(({ step }) => first && keyOfStep(step) === keyOfStep(first.step)).length;
}

type Survivor = AllocationOrder['survivors'][number];

/** A survivor by the step that made it, and its size in bytes. */
interface Made {
  readonly step: ExecutionStep;
  readonly size: number;
}

/**
 * What each call leaves behind is made at one step and has one size. V8 may count an object and what is allocated
 * with it as one: then none has the size, or one alone that only the first call has left behind.
 */
function stepOf(made: readonly Made[], size: number, calls: number): ExecutionStep | undefined {
  const ofSize = mostRepeated(made.filter((each) => each.size === size));
  const ofCalls = mostRepeated(made, calls);
  const isChance = ofSize === undefined || (ofSize.times === 1 && (ofCalls?.times ?? 0) > 1);
  return (isChance ? ofCalls : ofSize)?.step;
}

/** @param times how often at best; absent: as often as possible */
function mostRepeated(
  made: readonly Made[],
  times = Infinity,
): { readonly step: ExecutionStep; readonly times: number } | undefined {
  const groups = groupBy(made, ({ step, size }) => `${String(size)} ${keyOfStep(step)}`);
  const farFrom = ({ length }: readonly Made[]) =>
    times === Infinity ? -length : Math.abs(length - times);
  const [most = []] = [...groups.values()].sort((a, b) => farFrom(a) - farFrom(b));
  return most[0] && { step: most[0].step, times: most.length };
}

function keyOfStep({ position: { line0, column0 } }: ExecutionStep): string {
  return `${String(line0)}:${String(column0)}`;
}

function onlyOne<T>(values: readonly T[]): T | undefined {
  const distinct = new Set(values);
  return distinct.size === 1 ? values[0] : undefined;
}
