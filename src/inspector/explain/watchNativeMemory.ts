import { nativeStep } from '../../core/causes/nativeStep';
import type { NativeGrowth } from '../../core/loop/nativeTrend';
import type { GrowthSite } from '../../core/report/report';
import { executionSteps, type ExecutionStep } from '../../core/source/executionSteps';
import { guardedRun } from '../loop/guardedRun';
import { RecordingBreakpoints } from '../watch/recordingBreakpoints';
import { callOn, release, valueOf } from '../protocol/remoteObject';
import type { LiveFunction } from '../call/resolveFunction';
import type { LoadedScript, Scripts } from '../source/scripts';
import type { Target } from '../process/target';

export interface NativeWatchPlan {
  readonly millisPerCall: number;
  readonly callTimeoutMillis: number;
}

/** Breakpoints in all; the looped function's come first. */
const mostSteps = 400;
/** What the calls add should be far more than what V8's heap does to the size of the process meanwhile. */
const bytesToAdd = 16_000_000;
const mostCalls = 2_000;
const mostMillis = 2_000;
const pageBytes = 4_096;

/**
 * Some more calls, in which the size of the process is looked at before each statement and each call of
 * the file's functions: where it grew is where native code took memory. Undefined where no single step
 * has most of it.
 */
export async function watchNativeMemory(
  target: Target,
  scripts: Scripts,
  live: LiveFunction,
  { bytesPerCall }: NativeGrowth,
  { millisPerCall, callTimeoutMillis }: NativeWatchPlan,
): Promise<GrowthSite | undefined> {
  const [loaded] = await scripts.ofFile(live.description.location.file);
  if (loaded === undefined) return undefined;
  const steps = stepsOf(loaded, live);
  const calls = Math.ceil(
    Math.min(mostCalls, bytesToAdd / bytesPerCall, 1 + mostMillis / Math.max(millisPerCall, 1)),
  );
  const { pages, made } = await whileWatched(
    target,
    loaded.scriptId,
    steps,
    calls,
    callTimeoutMillis,
  );
  const grown = pages.map((each) => each * pageBytes);
  const chosen = nativeStep(grown, bytesPerCall * made);
  if (chosen === undefined) return undefined;
  const { name, step } = steps[chosen]!;
  const location = await scripts.locate(loaded.scriptId, step.start);
  if (location === undefined) return undefined;
  return { location, stack: [{ function: name || '(anonymous)', location }], how: 'watched' };
}

interface NamedStep {
  /** Of the function that it is in. */
  readonly name: string;
  readonly step: ExecutionStep;
}

function stepsOf({ script, sites }: LoadedScript, { site: looped }: LiveFunction): NamedStep[] {
  const first = sites.filter((site) => site === looped?.site);
  const others = sites.filter((site) => site !== looped?.site);
  return [...first, ...others]
    .flatMap((site) => executionSteps(script, site).map((step) => ({ name: site.name, step })))
    .slice(0, mostSteps);
}

/** Pages by which the process grew at each step, and the calls in which it did. */
async function whileWatched(
  target: Target,
  scriptId: string,
  steps: readonly NamedStep[],
  calls: number,
  callTimeoutMillis: number,
): Promise<{ readonly pages: readonly number[]; readonly made: number }> {
  const { client } = target;
  const watch = await callOn(
    client,
    target.nativeSteps,
    'function (count) { return this(count) }',
    [{ value: steps.length }],
  );
  const handle = { objectId: watch.objectId! };
  const step = await callOn(client, handle, 'function () { return this.step }');
  try {
    await using breakpoints = await RecordingBreakpoints.afterCall(
      target,
      mostMillis,
      callTimeoutMillis,
    );
    const name = await breakpoints.expose({ objectId: step.objectId! });
    for (const [
      at,
      {
        step: { position },
      },
    ] of steps.entries()) {
      await breakpoints.add({ scriptId, ...position }, `${name}(${String(at)})`);
    }
    const { calls: made } = await guardedRun(target, calls, mostMillis, callTimeoutMillis);
    const pages = await valueOf<number[]>(client, handle, 'function () { return this.grown() }');
    return { pages, made };
  } finally {
    await callOn(client, handle, 'function () { this.close() }');
    await release(client, { objectId: step.objectId! });
    await release(client, handle);
  }
}
