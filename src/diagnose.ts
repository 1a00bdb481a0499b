import { assembleReport, withWarning } from './core/report/assembleReport';
import { option, said, type Sentence } from './core/report/sentence';
import type { LeakReport } from './core/report/report';
import { leastNativePerCall, type NativeGrowth } from './core/loop/nativeTrend';
import { linearMemory } from './core/loop/linearMemory';
import { leastKeptPerCall } from './core/loop/screening';
import { mayOverlookSmallObjects } from './core/loop/samplingReach';
import { type LoopOutcome } from './core/loop/verdict';
import { defaultLimits, type DiagnoseRequest, type Limits, type Observer } from './diagnoseRequest';
import { wordsOf } from './errors';
import { busyness } from './inspector/busyness';
import { captureCall } from './inspector/call/captureCall';
import { confirmGrowth } from './inspector/loop/confirmGrowth';
import { Deadline } from './inspector/deadline';
import { keptFromExit } from './inspector/process/keptFromExit';
import type { LoadedProgram } from './inspector/process/loadedProgram';
import { HeldSurvivors } from './inspector/hold/heldSurvivors';
import { prepareCall } from './inspector/call/prepareCall';
import { reachProgram } from './inspector/process/reachProgram';
import { resolveFunction } from './inspector/call/resolveFunction';
import { turnTimeout } from './inspector/loop/eventLoop';
import { runLoop, type Loop, type LoopLimits } from './inspector/loop/runLoop';
import { boundedAllocations } from './inspector/describe/boundedAllocations';
import { Scripts } from './inspector/source/scripts';
import { replayArguments } from './inspector/loop/replayArguments';
import { SourceMaps } from './inspector/source/sourceMaps';
import { thrownSince } from './inspector/loop/thrownSince';
import type { Target } from './inspector/process/target';
import { unusedResults } from './inspector/loop/unusedResults';
import { warmUp } from './inspector/loop/warmUp';
import { PhaseClock } from './inspector/phaseClock';
import { programRequest } from './programRequest';
import { ProgressReporter } from './progressReporter';
import { explainHeap, needsExplanation } from './explainHeap';
import { explainOutside } from './explainOutside';
import { callsOf } from './loopedRun';
import { behindLinks } from './behindLinks';

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
  asked: DiagnoseRequest,
  observer: Observer = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<LeakReport> {
  const clock = new PhaseClock();
  const progress = new ProgressReporter(observer);
  progress.launching(asked);
  const { request, asAsked } = await behindLinks(asked);
  await using program = await clock.time('launch', () =>
    reachProgram(programRequest(request, observer, progress), signal),
  );
  const report = await diagnoseReached(program, request, clock, progress);
  return await held(program.target, asAsked(report), observer);
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
  target.scripts = scripts;
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
    scripts,
  });
  const { call, limits } = prepared;
  target.turnTimeoutMillis = turnTimeout(limits.callTimeoutMillis);
  await target.driver.aim(call);
  const resourcesBefore = await target.driver.activeResources();

  progress.warmingUp(live.description.name);
  const warm = await clock.time('warmUp', () =>
    warmUp(target, limits.callTimeoutMillis, prepared.ifAllThrow),
  );
  const beforeLoop = await target.driver.status();
  const allowed = loopLimits(limits, request, program);
  const looped = await clock.time('loop', () =>
    runLoop(target, warm, allowed, (soFar) => progress.batch(soFar)),
  );
  const resourcesAfter = await target.driver.activeResources().catch(() => resourcesBefore);

  const { loop, native } = await clock.time('loop', () =>
    confirmGrowth(target, looped, warm, allowed),
  );
  // Now, as what explains the growth makes more calls than the report counts.
  const thrown = await thrownSince(beforeLoop, target, scripts);
  const outcome = {
    ...outcomeOf(loop, native),
    leastKeptPerCall: leastKeptPerCall(request),
  };
  if (isSuspicious(loop, outcome, native)) await program.beforeExplaining?.();
  const deadline = new Deadline(busyness() * Math.max(explanationMillis, limits.timeBudgetMillis));
  const { screens = false } = request;
  const run = { target, scripts, live, loop, warm, limits, screens, clock, progress, deadline };
  const heap = await explainHeap(run, outcome);
  const { judgement, suspects } = await explainOutside(run, native, heap);

  const allocatedIn =
    judgement.verdict === 'bounded'
      ? await boundedAllocations(loop, scripts, live.description)
      : [];
  const unused = await unusedResults(target, live.description.name);
  const kept = await keptFromExit(target);
  // Last of all: calls that are made again may throw, or leave behind what others do not.
  const grownWith =
    heap.judgement.verdict === 'leak'
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
    samplingInterval: loop.samplingInterval,
    collections: target.collections,
    ...thrown,
    suspects,
    ...(heap.newest === undefined ? {} : { newest: heap.newest }),
    allocatedIn,
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
const outOfTime = said`Explaining took longer than the time budget: fewer calls were tracked or made again than usual, so that lines or what the growth depends on may be missing. Raise ${option('--time-budget')}.`;

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

/** Whether more will be done than to judge what the loop has shown. */
function isSuspicious(loop: Loop, outcome: LoopOutcome, native: NativeGrowth | undefined): boolean {
  return needsExplanation(loop, outcome) || loop.files.kind === 'growing' || native !== undefined;
}

/** The report, once what leaks was looked at as long as somebody wanted to. */
async function held(target: Target, report: LeakReport, observer: Observer): Promise<LeakReport> {
  if (observer.hold === undefined || report.verdict !== 'leak') return report;
  try {
    await using survivors = await HeldSurvivors.of(target, report.suspects);
    await Promise.race([observer.hold(report, survivors), goneOf(target)]);
    return report;
  } catch (error) {
    if (target.client.gone.aborted) return report;
    return withWarning(report, said`What leaks could not be held: ${wordsOf(error as Error)}`);
  }
}

function goneOf({ client: { gone } }: Target): Promise<void> {
  return new Promise((resolve) => gone.addEventListener('abort', () => resolve()));
}

function outcomeOf(loop: Loop, confirmed: NativeGrowth | undefined): LoopOutcome {
  const { end, parts, outside, native, memoryBefore } = loop;
  const isMeasured = memoryBefore.native !== undefined;
  const isInDoubt = native.kind === 'growing' && confirmed === undefined;
  const calls = callsOf(loop);
  return {
    calls,
    mayOverlook: mayOverlookSmallObjects(calls, loop.samplingInterval),
    isSampled: loop.samplingInterval > 1,
    parts,
    ...(isMeasured && !isInDoubt
      ? { leastNativePerCall: leastNativePerCall(calls, linearMemory(memoryBefore)) }
      : {}),
    countsFiles: loop.filesBefore !== undefined,
    ...(outside.kind === 'growing' ? { outsidePerCall: outside.bytesPerCall } : {}),
    end: end.kind === 'finished' ? end.reason : { interruptedBy: wordsOf(end.error) },
  };
}

/** What a process printed before it went says more than that it went. */
function lastWords({ end }: Loop, target: Target): Sentence[] {
  if (end.kind === 'finished') return [];
  const lines = target.recentErrors().slice(-5);
  return lines.length === 0 ? [] : [said`The process printed last: ${lines.join(' ⏎ ')}`];
}
