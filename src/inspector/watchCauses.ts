import type { Cause } from '../core/causes/causes';
import type { HeapIndex } from '../core/heap/heapIndex';
import { collectPatiently } from './collect';
import { guardedRun } from './guardedRun';
import type { GrowthWatch, WatchedStore } from './growthWatch';
import { liveObject } from './liveObject';
import { release, type RemoteObject } from './remoteObject';
import type { Scripts } from './scripts';
import type { Target } from './target';
import { variableInSource } from './variableInSource';

export interface WatchPlan {
  readonly callTimeoutMillis: number;
}

/** More causes than anyone reads at once; the rest is found in source. */
const mostCauses = 24;

/**
 * One more call (or as few as make every cause grow) with every leak root watched.
 *
 * @returns for each cause, in their order, what was stored in its leak root and still lives
 */
export async function watchCauses(
  target: Target,
  scripts: Scripts,
  index: HeapIndex,
  causes: readonly Cause[],
  plan: WatchPlan,
): Promise<(readonly WatchedStore[])[]> {
  const watched = causes.slice(0, mostCauses);
  await using session = new WatchSession(target, scripts, index);
  for (const cause of watched) await session.watch(cause);
  await guardedRun(target, callsToWatch(watched), Number.MAX_SAFE_INTEGER, plan.callTimeoutMillis);
  await session.restore();
  await collectPatiently(target);
  return await session.stores();
}

const mostCalls = 200;

/** One call, or so many that the rarest cause leaves something behind. */
function callsToWatch(causes: readonly Cause[]): number {
  const rarest = Math.min(1, ...causes.map(({ objectsPerCall }) => objectsPerCall));
  return rarest >= 0.95 ? 1 : Math.min(mostCalls, Math.ceil(2 / Math.max(rarest, 0.01)));
}

/** Everything that is put in place for the watched call, and taken away after it, whatever happens. */
class WatchSession implements AsyncDisposable {
  readonly #watches: GrowthWatch[] = [];
  readonly #handles: RemoteObject[] = [];
  #breaks: BreakpointWatch | undefined;

  constructor(
    private readonly target: Target,
    private readonly scripts: Scripts,
    private readonly index: HeapIndex,
  ) {}

  async watch(cause: Cause): Promise<void> {
    const watch = await this.target.watches.open();
    this.#watches.push(watch);
    const { anchor } = cause.holder;
    if (anchor.kind === 'variable' && anchor.context === cause.group.owner) {
      await this.#watchVariable(watch, anchor.variable, anchor.context);
      return;
    }
    const owner = await liveObject(this.target, this.index.graph.nodeId[cause.group.owner]!);
    if (owner === undefined) return;
    this.#handles.push(owner);
    const links = cause.group.links.slice(0, 20).map(({ label }) => label);
    await watch.interpose(owner, links);
  }

  async restore(): Promise<void> {
    await this.#breaks?.[Symbol.asyncDispose]();
    this.#breaks = undefined;
    for (const watch of this.#watches) await watch.restore();
    for (const handle of this.#handles.splice(0)) await release(this.target.client, handle);
  }

  stores(): Promise<(readonly WatchedStore[])[]> {
    return Promise.all(this.#watches.map((watch) => watch.stores()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.target.client.gone.aborted) return;
    await this.restore();
    for (const watch of this.#watches.splice(0)) await watch[Symbol.asyncDispose]();
  }

  /** A variable is no property: its assignments, found in the syntax tree, get breakpoints that only record. */
  async #watchVariable(watch: GrowthWatch, variable: string, context: number): Promise<void> {
    const found = await variableInSource(this.scripts, this.index, variable, context);
    if (found === undefined || found.assignments.length === 0) return;
    this.#breaks ??= await BreakpointWatch.open(this.target);
    const recorder = await watch.recorder(variable);
    this.#handles.push(recorder);
    for (const { position } of found.assignments) {
      await this.#breaks.add({ scriptId: found.loaded.scriptId, ...position }, recorder);
    }
  }
}

/** Breakpoints whose condition records a stack and is never true. */
class BreakpointWatch implements AsyncDisposable {
  readonly #breakpoints: string[] = [];
  #count = 0;

  private constructor(private readonly target: Target) {}

  static async open(target: Target): Promise<BreakpointWatch> {
    await target.client.send('Debugger.enable', {});
    return new BreakpointWatch(target);
  }

  async add(
    at: { readonly scriptId: string; readonly line0: number; readonly column0: number },
    recorder: RemoteObject,
  ): Promise<void> {
    const { client } = this.target;
    const name = `leak-loop.recorder.${String(this.#count++)}`;
    await client.send('Runtime.callFunctionOn', {
      objectId: recorder.objectId,
      functionDeclaration: `function () { Object.defineProperty(globalThis, Symbol.for('${name}'), { value: this, configurable: true }) }`,
    });
    // V8 takes the nearest place to stop at or behind it. (getPossibleBreakpoints finds none on Node 24.)
    const { breakpointId } = await client.send('Debugger.setBreakpoint', {
      location: { scriptId: at.scriptId, lineNumber: at.line0, columnNumber: at.column0 },
      condition: `globalThis[Symbol.for('${name}')]()`,
    });
    this.#breakpoints.push(breakpointId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { client } = this.target;
    for (const breakpointId of this.#breakpoints) {
      await client.send('Debugger.removeBreakpoint', { breakpointId });
    }
    await client.send('Runtime.evaluate', {
      expression: `for (let i = 0; i < ${String(this.#count)}; i++) delete globalThis[Symbol.for('leak-loop.recorder.' + i)]`,
    });
    await client.send('Debugger.disable');
  }
}
