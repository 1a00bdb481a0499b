import { ownScripts } from '../../core/source/ownScripts';
import type { ExecutionStep } from '../../core/source/executionSteps';
import callMarksSource from './callMarks.target.js';
import { collectPatiently } from '../loop/collect';
import { guardedRun } from '../loop/guardedRun';
import { RecordingBreakpoints } from './recordingBreakpoints';
import { callOn, instantiate, release, valueOf, type RemoteObject } from '../protocol/remoteObject';
import { Sampler } from '../loop/sampler';
import type { Target } from '../process/target';
import type { WatchPlan } from './watchCauses';

/** Breakpoints in all; a function of more steps keeps its first ones. */
const mostSteps = 400;

/** A function each step of which marks its turn. */
export interface MarkedFunction {
  readonly scriptId: string;
  /** Identifies the function. */
  readonly key: string;
  readonly steps: readonly ExecutionStep[];
}

export interface MarkedStep {
  readonly function: MarkedFunction;
  readonly step: ExecutionStep;
}

/** Marks and surviving objects of one run, in the order in which they were allocated. */
export interface AllocationOrder {
  readonly marks: readonly (MarkedStep & { readonly ordinal: number })[];
  /** `stack`: keys of its frames, leaf first. */
  readonly survivors: readonly {
    readonly ordinal: number;
    readonly size: number;
    readonly stack: readonly string[];
  }[];
}

/** What is looked at with each mark. */
export interface MarkLook {
  /** A function of the target. */
  readonly look: RemoteObject;
  /** The arguments that it is called with, as an expression at the step. */
  readonly argumentsAt: (at: MarkedStep) => string;
}

/**
 * Calls in which each statement and call of some functions marks its turn with an allocation of ours:
 * the order of allocation then tells, without ever stopping the program, at which step each surviving
 * object was made.
 */
export class CallMarks implements AsyncDisposable {
  private constructor(
    private readonly target: Target,
    private readonly factory: RemoteObject,
    /** What counts the marks. */
    readonly marks: RemoteObject,
  ) {}

  static async open(target: Target): Promise<CallMarks> {
    const { client } = target;
    const factory = await instantiate(client, 'marks', callMarksSource);
    const marks = remote(await callOn(client, factory, 'function () { return this() }'));
    return new CallMarks(target, factory, marks);
  }

  async run(
    functions: readonly MarkedFunction[],
    calls: number,
    plan: WatchPlan,
    look?: MarkLook,
  ): Promise<AllocationOrder> {
    const { target, marks } = this;
    const { client } = target;
    const { callTimeoutMillis, deadline } = plan;
    await using sampler = await Sampler.start(target, 1);
    const steps = await this.#withBreakpoints(functions, plan, look, () =>
      guardedRun(target, calls, deadline.millisLeft, callTimeoutMillis),
    );
    await collectPatiently(target);
    const { samples } = await sampler.read();
    const keys = await valueOf<number[]>(client, marks, 'function () { return this.keys() }');
    const stacks = samples.map(({ ordinal, size, site }) => ({
      ordinal,
      size,
      stack: sampler.stack(site),
    }));
    const ordinals = ordinalsOfMarks(
      stacks.filter(({ stack: [leaf] }) => leaf?.url === `${ownScripts}marks`),
      keys.length,
    );
    return {
      marks: ordinals.map((ordinal, at) => ({ ordinal, ...steps[keys[at]!]! })),
      survivors: stacks
        .filter(({ stack }) => stack.length > 0 && stack[0]?.url.startsWith(ownScripts) !== true)
        .map(({ ordinal, size, stack }) => ({
          ordinal,
          size,
          stack: stack.map(({ scriptId, lineNumber, columnNumber }) =>
            keyOf({ scriptId, line0: lineNumber, column0: columnNumber }),
          ),
        })),
    };
  }

  async #withBreakpoints(
    functions: readonly MarkedFunction[],
    { callTimeoutMillis, deadline }: WatchPlan,
    look: MarkLook | undefined,
    run: () => Promise<unknown>,
  ): Promise<MarkedStep[]> {
    const { client } = this.target;
    const mark = remote(await callOn(client, this.marks, 'function () { return this.mark }'));
    const steps: MarkedStep[] = [];
    try {
      await using breakpoints = await RecordingBreakpoints.afterCall(
        this.target,
        deadline.millisLeft,
        callTimeoutMillis,
      );
      const name = await breakpoints.expose(mark);
      const lookName = look === undefined ? undefined : await breakpoints.expose(look.look);
      for (const step of functions.flatMap(stepsOf).slice(0, mostSteps)) {
        const marked = `${name}(${String(steps.length)})`;
        const looked = lookName && look && `${lookName}(${look.argumentsAt(step)})`;
        const at = { scriptId: step.function.scriptId, ...step.step.position };
        // A variable that cannot be read yet ends the condition: the mark is made before.
        await breakpoints.add(at, looked === undefined ? marked : `${marked} || ${looked}`);
        steps.push(step);
      }
      await run();
      return steps;
    } finally {
      await release(client, mark);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const handle of [this.marks, this.factory]) await release(this.target.client, handle);
  }
}

export function keyOf(at: {
  readonly scriptId: string | number;
  readonly line0: number;
  readonly column0: number;
}): string {
  return `${String(at.scriptId)}:${String(at.line0)}:${String(at.column0)}`;
}

function stepsOf(own: MarkedFunction): MarkedStep[] {
  return own.steps.map((step) => ({ function: own, step }));
}

/**
 * The marks are the largest objects of one size of which there is one for each key; whatever else was
 * allocated there (V8's own, as code gets warm) has another size. None where the numbers do not agree.
 */
function ordinalsOfMarks(
  samples: readonly { readonly ordinal: number; readonly size: number }[],
  count: number,
): number[] {
  const sizes = [...new Set(samples.map(({ size }) => size))].sort((a, b) => b - a);
  for (const size of sizes) {
    const ordinals = samples.filter((sample) => sample.size === size).map(({ ordinal }) => ordinal);
    if (ordinals.length === count) return ordinals.sort((a, b) => a - b);
  }
  return [];
}

function remote({ objectId }: { readonly objectId?: string }): RemoteObject {
  return { objectId: objectId! };
}
