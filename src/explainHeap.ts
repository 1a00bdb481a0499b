import type { Cause } from './core/causes/causes';
import { newestTypes } from './core/causes/newestTypes';
import type { HeapIndex } from './core/heap/heapIndex';
import { total } from './core/loop/batchFigures';
import { boundedParts, isFlushed, mayBeWarmth } from './core/loop/boundedParts';
import type { Part } from './core/loop/parts';
import {
  growthOf,
  hasOpenParts,
  isGrowing,
  judgeGrowth,
  judgeLoop,
  judgeOpen,
  keptShareOf,
  openPerCallOf,
  type HeapExplanation,
  type Judgement,
  type LoopOutcome,
} from './core/loop/verdict';
import type { Suspect } from './core/report/report';
import { UserError, wordsOf } from './errors';
import { describeSuspects, type DescribeOptions } from './inspector/describe/describeSuspects';
import { survivorsAtSite } from './inspector/describe/survivorsAtSite';
import { explain } from './inspector/explain/explain';
import { growthCauses } from './inspector/explain/growthCauses';
import { newestIsKept } from './inspector/explain/newestKept';
import { withoutFullHolders } from './inspector/explain/withoutFullHolders';
import { confirmBuffers, withGrowthOutside } from './inspector/loop/confirmBuffers';
import type { Loop } from './inspector/loop/runLoop';
import { withSampledStacks } from './inspector/loop/sampledStacks';
import { slicesOf } from './inspector/loop/slices';
import { checkNotAllThrewSince } from './inspector/loop/thrownSince';
import { TargetError } from './inspector/protocol/remoteObject';
import { watchAllocations } from './inspector/watch/allocationLines';
import { watchCopies } from './inspector/watch/growthSteps';
import { watchCauses } from './inspector/watch/watchCauses';
import { watchLaterTurns } from './inspector/watch/watchLaterTurns';
import { watchScattered } from './inspector/watch/watchScattered';
import { callsOf, type LoopedRun } from './loopedRun';

export interface HeapFinding {
  readonly judgement: Judgement;
  /** Empty unless the heap leaks. */
  readonly suspects: readonly Suspect[];
  readonly newest?: HeapExplanation['newest'];
}

/** What the loop says of the heap, and where that is not enough, what a snapshot and the watches say. */
export async function explainHeap(run: LoopedRun, outcome: LoopOutcome): Promise<HeapFinding> {
  if (!needsExplanation(run.loop, outcome)) return judgeUnexplained(run, outcome);
  const found = await findingOf(run, outcome, 0);
  if (found.judgement.verdict === 'leak') return found;
  return (
    (await explainThrownOut(run, outcome, found)) ?? (await explainBuffers(run, outcome)) ?? found
  );
}

/** @param callsAfter calls between those that are tracked and the snapshot */
async function findingOf(
  run: LoopedRun,
  outcome: LoopOutcome,
  callsAfter: number,
): Promise<HeapFinding> {
  const { parts = outcome.parts, ...explanation } = await explainGrowth(run, callsAfter);
  const judgement = judge({ ...outcome, parts }, explanation);
  return {
    judgement,
    suspects: judgement.verdict === 'leak' ? explanation.suspects : [],
    ...(explanation.newest === undefined ? {} : { newest: explanation.newest }),
  };
}

/** Only what seems bounded and may be V8's own costs a snapshot, where that disturbs nobody. */
async function judgeUnexplained(run: LoopedRun, outcome: LoopOutcome): Promise<HeapFinding> {
  const { target, warm, limits, clock, deadline, progress, screens } = run;
  const judgement = judgeLoop(outcome);
  const inDoubt =
    judgement.verdict === 'bounded' ? boundedParts(outcome.parts).filter(mayBeWarmth) : [];
  const isOurs = target.description.kind === 'launch';
  if (inDoubt.length === 0 || !isOurs || screens) return { judgement, suspects: [] };
  progress.explaining('explain');
  const plan = {
    millisPerCall: warm.millisPerCall,
    callTimeoutMillis: limits.callTimeoutMillis,
    deadline,
  };
  let keepsNewest = await newestIsKept(target, plan, clock);
  // A buffer may have been flushed just now, but not once more after as many calls.
  if (keepsNewest === false && inDoubt.some(isFlushed)) {
    keepsNewest = await newestIsKept(target, plan, clock);
  }
  return { judgement: judgeLoop(outcome, { keepsNewest }), suspects: [] };
}

/**
 * Where the newest of all that is kept is in a full cache, somebody else keeps what that has thrown out. After as
 * many calls as the loop made, what tracked calls made is there as well. Undefined where nobody is found.
 */
async function explainThrownOut(
  run: LoopedRun,
  outcome: LoopOutcome,
  { judgement }: HeapFinding,
): Promise<HeapFinding | undefined> {
  const { loop, deadline } = run;
  if (judgement.verdict !== 'unclear' || !isGrowing(loop.parts) || deadline.isPast()) {
    return undefined;
  }
  const later = await findingOf(run, outcome, total(loop.matrix.calls));
  return later.suspects.length > 0 ? later : undefined;
}

/**
 * Buffers that V8 does not count were not looked for yet, as that disturbs what is explained; where nothing else
 * was found it does no harm any more. Undefined where none grow.
 */
async function explainBuffers(
  { loop, ...run }: LoopedRun,
  outcome: LoopOutcome,
): Promise<HeapFinding | undefined> {
  if (loop.outside.kind === 'growing') return undefined;
  const { target, warm, limits, clock } = run;
  const bytesPerCall = await clock.time('loop', () =>
    confirmBuffers(target, loop, warm, limits.callTimeoutMillis).catch(() => undefined),
  );
  if (bytesPerCall === undefined) return undefined;
  const growing = { ...run, loop: withGrowthOutside(loop, bytesPerCall) };
  return explainHeap(growing, { ...outcome, outsidePerCall: bytesPerCall });
}

/** Functions that are seen to be clean or bounded never cost a snapshot. */
export function needsExplanation(
  { end, parts, outside }: Loop,
  { mayOverlook }: LoopOutcome,
): boolean {
  const isUndecided = isGrowing(parts) || outside.kind === 'growing' || hasOpenParts(parts);
  return end.kind === 'finished' && (isUndecided || mayOverlook === true);
}

function judge(outcome: LoopOutcome, explanation: HeapExplanation): Judgement {
  const grows = isGrowing(outcome.parts) || outcome.outsidePerCall !== undefined;
  return grows ? judgeGrowth(outcome, explanation) : judgeOpen(outcome, explanation);
}

interface ExplainedGrowth extends HeapExplanation {
  /** Of the loop, as the heap bears them out; absent where it could not be read. */
  readonly parts?: readonly Part[];
}

/** Explain, watch, and say it in source terms; a failure leaves the verdict and says why there is no more. */
async function explainGrowth(run: LoopedRun, callsAfter: number): Promise<ExplainedGrowth> {
  const { target, scripts, loop, warm, limits, clock, progress, deadline } = run;
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
        keptShare: keptShareOf(loop.parts),
        millisPerCall,
        allocatedPerCall,
        callsSoFar: thrownBefore.settled,
        callsAfter,
        callTimeoutMillis,
        deadline,
        onSnapshotChunk: (chunk, isFirst) => progress.snapshotChunk(chunk, isFirst),
      },
      clock,
    );
    checkNotAllThrewSince(thrownBefore, await target.driver.status());
    const { index } = explanation;
    const { causes: found, parts } = await clock.time('explain', () =>
      growthCauses({ target, explanation, callTimeoutMillis }, loop),
    );
    const holding = await clock.time('explain', () =>
      withoutFullHolders(target, index, found, { callTimeoutMillis, deadline }),
    );
    const causes = withSampledStacks(holding, index, loop);
    await scripts.refresh();

    progress.explaining('watch');
    const seen = await clock.time('watch', () => watchGrowth(run, index, causes));
    const suspects = await describeSuspects({
      scripts,
      index,
      causes,
      ...seen,
      slices: await slicesOf(target, index, causes),
      survivorsPerBatch: (cause) => survivorsAtSite(loop, cause),
    });
    const { keptPerCall, keepsNewest } = explanation;
    return {
      suspects,
      parts,
      keptPerCall,
      keepsNewest,
      newest: newestTypes(index, explanation.lastSingleCall),
    };
  } catch (error) {
    return { suspects: [], failure: wordsOf(error as Error) };
  }
}

/** What was seen of each cause in calls that are watched. */
type WatchedGrowth = Pick<DescribeOptions, 'stores' | 'allocationLines' | 'growthSteps'>;

/**
 * All that is watched slows a call down: one that goes through thousands of entries may not come back in time
 * any more. What was seen until then, and who holds what, stands.
 */
async function watchGrowth(
  { target, scripts, loop, limits: { callTimeoutMillis }, deadline }: LoopedRun,
  index: HeapIndex,
  causes: readonly Cause[],
): Promise<WatchedGrowth> {
  const plan = { callTimeoutMillis, deadline, callsOfLoop: callsOf(loop) };
  let seen: WatchedGrowth = { stores: [], allocationLines: [], growthSteps: [] };
  try {
    seen = { ...seen, stores: await watchCauses(target, scripts, index, causes, plan) };
    const scattered = await watchScattered(target, scripts, index, causes, seen.stores, plan);
    seen = { ...seen, stores: scattered };
    const allocationLines = await watchAllocations(target, scripts, index, causes, plan);
    seen = { ...seen, allocationLines };
    seen = {
      ...seen,
      growthSteps: await watchCopies(target, scripts, index, causes, seen.stores, plan),
    };
    const stores = await watchLaterTurns(target, scripts, index, causes, seen, plan);
    return { ...seen, stores };
  } catch (error) {
    if (error instanceof TargetError) return seen; // the program has replaced what our scripts rely on
    if (!(error instanceof UserError && error.code === 'never-settles')) throw error;
    deadline.end();
    return seen;
  }
}

/** Objects that a call leaves behind, as far as the loop tells. */
function objectsToLookFor({ parts, outside }: Loop): number {
  if (isGrowing(parts)) return growthOf(parts).objectsPerCall;
  // Where the growth is outside the heap alone, each call is taken to add to it.
  return outside.kind === 'growing' ? 1 : openPerCallOf(parts);
}
