import { assembleReport } from './core/report/assembleReport';
import { newestTypes } from './core/causes/newestTypes';
import type { LeakReport } from './core/report/report';
import { leastNativePerCall, type NativeGrowth } from './core/loop/nativeTrend';
import { leastKeptPerCall } from './core/loop/screening';
import { mayOverlookSmallObjects } from './core/loop/samplingReach';
import {
  growthOf,
  hasOpenParts,
  isGrowing,
  judgeGrowth,
  judgeLoop,
  judgeOpen,
  openPerCallOf,
  type HeapExplanation,
  type Judgement,
  type LoopOutcome,
} from './core/loop/verdict';
import { defaultLimits, type DiagnoseRequest, type Limits, type Observer } from './diagnoseRequest';
import { busyness } from './inspector/busyness';
import { captureCall } from './inspector/call/captureCall';
import { confirmGrowth } from './inspector/loop/confirmGrowth';
import { Deadline } from './inspector/deadline';
import { describeSuspects } from './inspector/describe/describeSuspects';
import { explain } from './inspector/explain/explain';
import { explainNative } from './inspector/explain/explainNative';
import { explainOpenFiles } from './inspector/explain/explainOpenFiles';
import { growthCauses } from './inspector/explain/growthCauses';
import { keptFromExit } from './inspector/process/keptFromExit';
import type { LoadedProgram } from './inspector/process/loadedProgram';
import { prepareCall } from './inspector/call/prepareCall';
import { reachProgram } from './inspector/process/reachProgram';
import { resolveFunction } from './inspector/call/resolveFunction';
import { runLoop, type Loop, type LoopLimits } from './inspector/loop/runLoop';
import { Scripts } from './inspector/source/scripts';
import { replayArguments } from './inspector/loop/replayArguments';
import { SourceMaps } from './inspector/source/sourceMaps';
import { checkNotAllThrewSince, thrownSoFar } from './inspector/loop/thrownSoFar';
import { withSampledStacks } from './inspector/loop/sampledStacks';
import { survivorsAtSite } from './inspector/describe/survivorsAtSite';
import { slicesOf } from './inspector/loop/slices';
import type { Target } from './inspector/process/target';
import { unusedResults } from './inspector/loop/unusedResults';
import { warmUp, type WarmUp } from './inspector/loop/warmUp';
import { withNativeSite } from './inspector/explain/withNativeSite';
import { withoutFullHolders } from './inspector/explain/withoutFullHolders';
import { watchAllocations } from './inspector/watch/allocationLines';
import { watchCauses } from './inspector/watch/watchCauses';
import { watchCopies } from './inspector/watch/growthSteps';
import { PhaseClock } from './inspector/phaseClock';
import { programRequest } from './programRequest';
import { ProgressReporter } from './progressReporter';

export * from './diagnoseRequest';

/**
 * Loops one function and explains what it leaks.
 *
 * Once at least one batch is measured, an abort, a lost connection or an exit of the target still
 * resolves to a report (verdict `unclear`, finished batches kept).
 *
 * @throws UserError when nothing could be measured; its message contains the remedy
 * @throws the signal's reason when aborted before the first batch
 */
export async function diagnose(
  request: DiagnoseRequest,
  observer: Observer = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<LeakReport> {
  const clock = new PhaseClock();
  const progress = new ProgressReporter(observer);
  progress.launching(request);
  await using program = await clock.time('launch', () =>
    reachProgram(programRequest(request, observer, progress), signal),
  );
  return await diagnoseReached(program, request, clock, progress);
}

/** As {@link diagnose}, in a process that was reached already and is left to whoever reached it. */
export async function diagnoseReached(
  program: LoadedProgram,
  request: DiagnoseRequest,
  clock: PhaseClock,
  progress: ProgressReporter,
): Promise<LeakReport> {
  const { file, at } = request.function;
  const { target, namespace } = program;
  const maps = new SourceMaps();
  const scripts = new Scripts(target.client, maps);
  const live = program.test ?? (await resolveFunction({ target, scripts, file, namespace }, at));
  const asked = request.call ?? {};
  if (asked.captures === true) progress.capturing(live.description.name);
  const captured =
    asked.captures === true ? await captureCall(target, scripts, live, asked.callback) : undefined;
  await using prepared = await prepareCall(target, live, {
    source: file,
    at,
    call: asked,
    ...(captured === undefined ? {} : { captured }),
    limits: request.limits ?? {},
    namespace,
    file: program.file,
  });
  const { call, limits } = prepared;
  await target.driver.aim(call);
  const resourcesBefore = await target.driver.activeResources();

  progress.warmingUp(live.description.name);
  const warm = await clock.time('warmUp', () =>
    warmUp(target, limits.callTimeoutMillis, prepared.ifAllThrow),
  );
  const looped = await clock.time('loop', () =>
    runLoop(target, warm, loopLimits(limits, request, program), (soFar) => progress.batch(soFar)),
  );
  const resourcesAfter = await target.driver.activeResources().catch(() => resourcesBefore);

  const { loop, native } = await clock.time('loop', () =>
    confirmGrowth(target, looped, warm, limits.callTimeoutMillis),
  );
  const outcome = {
    ...outcomeOf(loop, warm, native),
    leastKeptPerCall: leastKeptPerCall(request),
  };
  if (isSuspicious(loop, outcome, native)) await program.beforeExplaining?.();
  const deadline = new Deadline(busyness() * Math.max(explanationMillis, limits.timeBudgetMillis));
  const explanation = needsExplanation(loop, outcome)
    ? await explainGrowth({ target, scripts, loop, warm, limits, clock, progress, deadline })
    : undefined;
  const heap = judge(outcome, explanation);
  const openFiles =
    loop.files.kind === 'growing' && heap.verdict !== 'leak'
      ? await clock.time('watch', () =>
          explainOpenFiles(target, scripts, loop, { ...limits, deadline }),
        )
      : undefined;
  const nativeMemory =
    native !== undefined && openFiles === undefined && heap.verdict !== 'leak'
      ? await clock.time('watch', () =>
          explainNative(target, scripts, live, native, {
            calls: callsOf(loop),
            millisPerCall: warm.millisPerCall,
            callTimeoutMillis: limits.callTimeoutMillis,
          }),
        )
      : undefined;
  const outsideHeap = openFiles ?? nativeMemory;
  const judgement = outsideHeap?.judgement ?? heap;
  const { outside } = loop;
  const inHeap = heap.verdict === 'leak' ? (explanation?.suspects ?? []) : [];
  const suspects =
    outsideHeap?.suspects ??
    (heap.verdict === 'leak' && outside.kind === 'growing'
      ? await clock.time('watch', () =>
          withNativeSite(target, scripts, live, inHeap, {
            bytesPerCall: outside.bytesPerCall,
            millisPerCall: warm.millisPerCall,
            callTimeoutMillis: limits.callTimeoutMillis,
          }),
        )
      : inHeap);
  const thrown = await thrownSoFar(target, scripts);
  const unused = await unusedResults(target, live.description.name);
  const kept = await keptFromExit(target);
  // Last of all: calls that are made again may throw, or leave behind what others do not.
  const grownWith =
    heap.verdict === 'leak'
      ? await clock.time('replay', () =>
          replayArguments(target, warm, loop, limits.callTimeoutMillis, deadline),
        )
      : undefined;
  const leftBehind = await prepared.end();

  return assembleReport({
    judgement,
    function: live.description,
    target: target.description,
    warmUpCalls: warm.calls,
    matrix: loop.matrix,
    parts: loop.parts,
    batches: loop.batches,
    collections: target.collections,
    ...thrown,
    suspects,
    ...(explanation?.newest === undefined ? {} : { newest: explanation.newest }),
    ...(grownWith === undefined ? {} : { arguments: grownWith }),
    resourcesBefore,
    resourcesAfter,
    warnings: [
      ...program.warnings,
      ...live.warnings,
      ...prepared.warnings,
      ...maps.warnings,
      ...loop.warnings,
      ...unused,
      ...kept,
      ...(suspects.length > 0 && deadline.isPast() ? [outOfTime] : []),
      ...lastWords(loop, target),
      ...leftBehind,
    ],
    durationMillis: clock.millis,
    phases: clock.phases,
  });
}

/** For what follows the loop, at least, on a machine that has nothing else to do. */
const explanationMillis = 20_000;
const outOfTime =
  'Explaining took longer than the time budget: fewer calls were tracked or made again than usual, so that lines or what the growth depends on may be missing. Raise --time-budget (setting leakLoop.timeBudget).';

/** Whoever names a number of calls gets no more, as the editor does, which states it before a run. */
function loopLimits(
  limits: Limits,
  request: DiagnoseRequest,
  { endsAtGrowth = false }: LoadedProgram,
): LoopLimits {
  const isNamed =
    request.limits?.maxCalls !== undefined || limits.maxCalls !== defaultLimits.maxCalls;
  return { ...limits, mayDouble: !isNamed, screens: request.screens ?? false, endsAtGrowth };
}

interface ExplainContext {
  readonly target: Target;
  readonly scripts: Scripts;
  readonly loop: Loop;
  readonly warm: WarmUp;
  readonly limits: Limits;
  readonly clock: PhaseClock;
  readonly progress: ProgressReporter;
  readonly deadline: Deadline;
}

/** Whether more will be done than to judge what the loop has shown. */
function isSuspicious(loop: Loop, outcome: LoopOutcome, native: NativeGrowth | undefined): boolean {
  return needsExplanation(loop, outcome) || loop.files.kind === 'growing' || native !== undefined;
}

/** Functions that are seen to be clean or bounded never cost a snapshot. */
function needsExplanation({ end, parts, outside }: Loop, { mayOverlook }: LoopOutcome): boolean {
  const isUndecided = isGrowing(parts) || outside.kind === 'growing' || hasOpenParts(parts);
  return end.kind === 'finished' && (isUndecided || mayOverlook === true);
}

function judge(outcome: LoopOutcome, explanation: HeapExplanation | undefined): Judgement {
  if (explanation === undefined) return judgeLoop(outcome);
  const grows = isGrowing(outcome.parts) || outcome.outsidePerCall !== undefined;
  return grows ? judgeGrowth(outcome, explanation) : judgeOpen(outcome, explanation);
}

/** Explain, watch, and say it in source terms; a failure leaves the verdict and says why there is no more. */
async function explainGrowth(context: ExplainContext): Promise<HeapExplanation> {
  const { target, scripts, loop, warm, limits, clock, progress, deadline } = context;
  const { callTimeoutMillis } = limits;
  try {
    progress.explaining('explain');
    const objectsPerCall = objectsToLookFor(loop);
    const { millisPerCall, allocatedPerCall } = warm;
    const thrownBefore = await target.driver.status();
    const explanation = await explain(
      target,
      {
        objectsPerCall,
        isSteady: isGrowing(loop.parts) || loop.outside.kind === 'growing',
        millisPerCall,
        allocatedPerCall,
        callsSoFar: thrownBefore.settled,
        callTimeoutMillis,
        deadline,
      },
      clock,
    );
    checkNotAllThrewSince(thrownBefore, await target.driver.status());
    const { index } = explanation;
    const found = await clock.time('explain', () =>
      growthCauses({ target, explanation, callTimeoutMillis }, loop),
    );
    const holding = await clock.time('explain', () =>
      withoutFullHolders(target, index, found, { callTimeoutMillis, deadline }),
    );
    const causes = withSampledStacks(holding, index, loop);
    await scripts.refresh();

    progress.explaining('watch');
    const stores = await clock.time('watch', () =>
      watchCauses(target, scripts, index, causes, { callTimeoutMillis, deadline }),
    );
    const allocationLines = await clock.time('watch', () =>
      watchAllocations(target, scripts, index, causes, { callTimeoutMillis, deadline }),
    );
    const growthSteps = await clock.time('watch', () =>
      watchCopies(target, scripts, index, causes, { callTimeoutMillis, deadline }),
    );
    const suspects = await describeSuspects({
      scripts,
      index,
      causes,
      stores,
      allocationLines,
      growthSteps,
      slices: await slicesOf(target, index, causes),
      survivorsPerBatch: (cause) => survivorsAtSite(loop, cause),
    });
    const { keptPerCall } = explanation;
    return { suspects, keptPerCall, newest: newestTypes(index, explanation.lastSingleCall) };
  } catch (error) {
    return { suspects: [], failure: (error as Error).message };
  }
}

/** Objects that a call leaves behind, as far as the loop tells. */
function objectsToLookFor({ parts, outside }: Loop): number {
  if (isGrowing(parts)) return growthOf(parts).objectsPerCall;
  // Where the growth is outside the heap alone, each call is taken to add to it.
  return outside.kind === 'growing' ? 1 : openPerCallOf(parts);
}

function outcomeOf(
  loop: Loop,
  { sampler }: WarmUp,
  confirmed: NativeGrowth | undefined,
): LoopOutcome {
  const { end, parts, outside, native, memoryBefore } = loop;
  const isMeasured = memoryBefore.native !== undefined;
  const isInDoubt = native.kind === 'growing' && confirmed === undefined;
  const calls = callsOf(loop);
  return {
    calls,
    mayOverlook: mayOverlookSmallObjects(calls, sampler.interval),
    parts,
    ...(isMeasured && !isInDoubt ? { leastNativePerCall: leastNativePerCall(calls) } : {}),
    countsFiles: loop.filesBefore !== undefined,
    ...(outside.kind === 'growing' ? { outsidePerCall: outside.bytesPerCall } : {}),
    end: end.kind === 'finished' ? end.reason : { interruptedBy: end.error.message },
  };
}

/** What a process printed before it went says more than that it went. */
function lastWords({ end }: Loop, target: Target): string[] {
  if (end.kind === 'finished') return [];
  const lines = target.recentErrors().slice(-5);
  return lines.length === 0 ? [] : [`The process printed last: ${lines.join(' ⏎ ')}`];
}

function callsOf({ batches }: Loop): number {
  return batches.reduce((sum, { calls }) => sum + calls, 0);
}
