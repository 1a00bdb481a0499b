import { assembleReport } from './core/report/assembleReport';
import { newestTypes } from './core/causes/newestTypes';
import type { LeakReport } from './core/report/report';
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
import type { DiagnoseRequest, Limits, Observer } from './diagnoseRequest';
import { describeSuspects } from './inspector/describeSuspects';
import { explain } from './inspector/explain';
import { explainOpenFiles } from './inspector/explainOpenFiles';
import { growthCauses } from './inspector/growthCauses';
import { prepareCall } from './inspector/prepareCall';
import { reachProgram } from './inspector/reachProgram';
import { resolveFunction } from './inspector/resolveFunction';
import { runLoop, type Loop } from './inspector/runLoop';
import { Scripts } from './inspector/scripts';
import { replayArguments } from './inspector/replayArguments';
import { SourceMaps } from './inspector/sourceMaps';
import { thrownSoFar } from './inspector/thrownSoFar';
import { withSampledStacks } from './inspector/sampledStacks';
import { survivorsAtSite } from './inspector/survivorsAtSite';
import { slicesOf } from './inspector/slices';
import type { Target } from './inspector/target';
import { warmUp, type WarmUp } from './inspector/warmUp';
import { watchAllocations } from './inspector/allocationLines';
import { watchCauses } from './inspector/watchCauses';
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
  const { file, at } = request.function;
  const maps = new SourceMaps();

  progress.launching(file);
  await using program = await clock.time('launch', () =>
    reachProgram(programRequest(request, observer), signal),
  );
  const { target, namespace } = program;
  const scripts = new Scripts(target.client, maps);
  const live = await resolveFunction({ target, scripts, file, namespace }, at);
  await using prepared = await prepareCall(target, live, {
    source: file,
    at,
    call: request.call ?? {},
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
  const loop = await clock.time('loop', () =>
    runLoop(target, warm, limits, (soFar) => progress.batch(soFar)),
  );
  const resourcesAfter = await target.driver.activeResources().catch(() => resourcesBefore);

  const outcome = outcomeOf(loop, warm);
  const explanation = needsExplanation(loop, outcome)
    ? await explainGrowth({ target, scripts, loop, warm, limits, clock, progress })
    : undefined;
  const heap = judge(outcome, explanation);
  const openFiles =
    loop.files.kind === 'growing' && heap.verdict !== 'leak'
      ? await clock.time('watch', () => explainOpenFiles(target, scripts, loop, limits))
      : undefined;
  const judgement = openFiles?.judgement ?? heap;
  const suspects = openFiles?.suspects ?? (heap.verdict === 'leak' ? explanation?.suspects : []);
  const thrown = await thrownSoFar(target, scripts);
  // Last of all: calls that are made again may throw, or leave behind what others do not.
  const grownWith =
    judgement.verdict === 'leak'
      ? await clock.time('replay', () => replayArguments(target, warm, limits.callTimeoutMillis))
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
    ...thrown,
    suspects: suspects ?? [],
    ...(explanation?.newest === undefined ? {} : { newest: explanation.newest }),
    ...(grownWith === undefined ? {} : { arguments: grownWith }),
    resourcesBefore,
    resourcesAfter,
    warnings: [
      ...program.warnings,
      ...live.warnings,
      ...maps.warnings,
      ...loop.warnings,
      ...lastWords(loop, target),
      ...leftBehind,
    ],
    durationMillis: clock.millis,
    phases: clock.phases,
  });
}

interface ExplainContext {
  readonly target: Target;
  readonly scripts: Scripts;
  readonly loop: Loop;
  readonly warm: WarmUp;
  readonly limits: Limits;
  readonly clock: PhaseClock;
  readonly progress: ProgressReporter;
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
  const { target, scripts, loop, warm, limits, clock, progress } = context;
  const { callTimeoutMillis } = limits;
  try {
    progress.explaining('explain');
    const callsSoFar = warm.calls + callsOf(loop);
    const objectsPerCall = objectsToLookFor(loop);
    const { millisPerCall, allocatedPerCall } = warm;
    const explanation = await explain(
      target,
      {
        objectsPerCall,
        isSteady: isGrowing(loop.parts) || loop.outside.kind === 'growing',
        millisPerCall,
        allocatedPerCall,
        callsSoFar,
        callTimeoutMillis,
      },
      clock,
    );
    const { index } = explanation;
    const found = await clock.time('explain', () =>
      growthCauses({ target, explanation, callTimeoutMillis }, loop),
    );
    const causes = withSampledStacks(found, index, loop);
    await scripts.refresh();

    progress.explaining('watch');
    const stores = await clock.time('watch', () =>
      watchCauses(target, scripts, index, causes, { callTimeoutMillis }),
    );
    const allocationLines = await clock.time('watch', () =>
      watchAllocations(target, scripts, index, causes, { callTimeoutMillis }),
    );
    const suspects = await describeSuspects({
      scripts,
      index,
      causes,
      stores,
      allocationLines,
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

function outcomeOf(loop: Loop, { sampler }: WarmUp): LoopOutcome {
  const { end, parts, outside } = loop;
  const calls = callsOf(loop);
  return {
    calls,
    mayOverlook: mayOverlookSmallObjects(calls, sampler.interval),
    parts,
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
