import { total } from './batchFigures';
import { boundedParts, mayBeWarmth } from './boundedParts';
import type { FinishReason } from './loopPlan';
import { latelyKeptPerCall, newlyKeptPerCall } from './loopPlan';
import { moreCallsDecide, tooFewCalls } from './moreCalls';
import type { Part } from './parts';
import { keepsAlong } from '../report/keepsAlong';
import type { NewestType, Suspect, Verdict } from '../report/report';
import { counted, option, said, sized, type Sentence } from '../report/sentence';
import { isReplacement } from './replacementTrend';
import { negligiblePerCall } from './trend';
import { isSlowing } from './slowing';

/** A verdict in words: `reason` is the one sentence that the user reads. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: Sentence;
  /** What the measurement cannot rule out. */
  readonly notExcluded: readonly Sentence[];
}

/** What the loop measured, without the heap's explanation. */
export interface LoopOutcome {
  readonly calls: number;
  readonly parts: readonly Part[];
  /** Bytes outside the heap that each call adds; absent where they do not grow with the calls. */
  readonly outsidePerCall?: number;
  /** Native memory that grows by less per call would not show; absent where nobody tells. */
  readonly leastNativePerCall?: number;
  /** Whether open files were counted too. */
  readonly countsFiles?: boolean;
  /** Whether calls were too heavy and too few for the sampler to see every small object that they keep. */
  readonly mayOverlook?: boolean;
  /** Whether only a sample of the objects was counted: then their number is not known, but their bytes. */
  readonly isSampled?: boolean;
  /** What is kept by fewer of the calls than this was not looked for; absent: {@link negligiblePerCall}. */
  readonly leastKeptPerCall?: number;
  readonly end: FinishReason | { readonly interruptedBy: Sentence | string };
}

/** Growth per call of what is growing; 0 where nothing is. */
export interface Growth {
  readonly objectsPerCall: number;
  readonly bytesPerCall: number;
}

/** What the heap says of the growth; `failure`: why it could not be read. */
export interface HeapExplanation {
  readonly suspects: readonly Suspect[];
  /** Objects of the program's that each tracked call left behind, V8's own not counted. */
  readonly keptPerCall?: number;
  /** Whether the newest of what calls left behind is still there, as in a cache; absent where nothing tells. */
  readonly keepsNewest?: boolean | undefined;
  readonly newest?: readonly NewestType[];
  readonly failure?: Sentence | string;
}

/** Fewer calls than this show no proportion. */
const fewestCalls = 7;
/** Survivors that noise does not make. */
const survivorsBeyondDoubt = 200;
/** Irregular survivors per call below which there is nothing left to decide. */
const openPerCall = 1 / 8;
/**
 * Objects alive in the heap, of those that the sampler counted. One sample stands for one object or
 * for several, so growth of the program's shows as much at least; half leaves room for chance. What
 * was V8's own showed less than a third (one boxed number in 27 calls).
 */
const leastShareInHeap = 1 / 2;
/** A holder with this share of all that the calls left behind never lost any, chance aside. */
const lostNothing = 0.9;

/** The growing parts together. */
export function growthOf(parts: readonly Part[]): Growth {
  let objectsPerCall = 0;
  let bytesPerCall = 0;
  for (const { trend } of parts) {
    if (trend.kind !== 'growing') continue;
    objectsPerCall += trend.objectsPerCall;
    bytesPerCall += trend.bytesPerCall;
  }
  return { objectsPerCall, bytesPerCall };
}

/** Of what the calls leave behind, what there is more of after them, at least. */
export function keptShareOf(parts: readonly Part[]): number {
  const shares = parts.map(({ trend }) => (trend.kind === 'growing' ? (trend.keptShare ?? 1) : 1));
  return Math.min(1, ...shares);
}

export function isGrowing(parts: readonly Part[]): boolean {
  return parts.some(({ trend }) => trend.kind === 'growing');
}

/**
 * The judgement of a loop in which nothing is growing, or that was cut short.
 *
 * @param heap what it says, where it was asked
 */
export function judgeLoop(
  outcome: LoopOutcome,
  heap: Pick<HeapExplanation, 'keepsNewest'> = {},
): Judgement {
  const { calls, parts, end } = outcome;
  if (typeof end === 'object') return judgeInterrupted(outcome, end.interruptedBy);
  if (calls < fewestCalls) return judgeTooFew(end, calls);
  const open = parts.find(isOpen);
  if (open !== undefined) return stillOpen(outcome, end, open);
  const bounded = boundedParts(parts).filter(
    (part) => heap.keepsNewest !== false || !mayBeWarmth(part),
  );
  return bounded.length > 0 ? judgeBounded(outcome, bounded) : judgeClean(outcome);
}

/** The judgement of a loop in which something is growing, with what the heap says of it. */
export function judgeGrowth(outcome: LoopOutcome, explanation: HeapExplanation): Judgement {
  const { calls, parts, end } = outcome;
  if (typeof end === 'object') return judgeInterrupted(outcome, end.interruptedBy);
  const { suspects, failure } = explanation;
  const growth = growthOf(parts);
  const { bytesPerCall } = growth;
  const notExcluded = [largerCache(calls)];
  if (failure !== undefined) {
    if (calls < fewestCalls) return judgeTooFew(end, calls);
    return {
      verdict: 'leak',
      reason: said`About ${sized(bytesPerCall)} more are alive after each of ${counted(calls)} calls; what holds them could not be read: ${failure}`,
      notExcluded,
    };
  }
  const [first] = suspects;
  if (first === undefined && outcome.outsidePerCall !== undefined) {
    return judgeOutside(calls, outcome.outsidePerCall);
  }
  // A table grows with the batches that pass through it, too; no container holds more after more calls.
  if (
    first === undefined &&
    (!isBeyondDoubt(parts) || isV8sOwn(growth.objectsPerCall, explanation))
  ) {
    const others = { ...outcome, parts: parts.filter(({ trend }) => trend.kind !== 'growing') };
    return hasOpenParts(others.parts)
      ? judgeOpen(others, explanation)
      : judgeLoop(others, explanation);
  }
  if (first === undefined) {
    return {
      verdict: 'unclear',
      reason: said`About ${sized(bytesPerCall)} more are alive after each of ${counted(calls)} calls, but nothing in the heap accounts for them. ${tenTimesTheCalls(end)}`,
      notExcluded: [...notExcluded, said`a holder outside the JavaScript heap`],
    };
  }
  return judgeLeak(outcome, suspects);
}

/**
 * The judgement of a loop in which nothing grows steadily, but calls left behind what neither keeps a
 * proportion nor a bound, with what the heap says of it: most often it is V8's own.
 */
export function judgeOpen(outcome: LoopOutcome, explanation: HeapExplanation): Judgement {
  const { parts } = outcome;
  const { suspects } = explanation;
  const sure = suspects.filter(({ confidence }) => confidence >= lostNothing);
  // A cache that is being filled lost nothing either.
  if (sure.length > 0 && !parts.some((part) => isOpen(part) && isSlowing(part.series))) {
    return judgeLeak(outcome, sure);
  }
  const looked = explanation.failure === undefined ? { ...outcome, mayOverlook: false } : outcome;
  if (suspects.length > 0 || !isV8sOwn(expectedPerCall(parts), explanation)) {
    return judgeLoop(looked, explanation);
  }
  return judgeLoop({ ...looked, parts: parts.filter((part) => !isOpen(part)) }, explanation);
}

/** Whether parts are left that the loop could not decide; the heap may. */
export function hasOpenParts(parts: readonly Part[]): boolean {
  return parts.some(isOpen);
}

/** Survivors per call, as the last two batches show them, of what could not be decided. */
export function openPerCallOf(parts: readonly Part[]): number {
  return total(parts.filter(isOpen).map(({ series }) => newlyKeptPerCall(series)));
}

/** What the tracked calls, which come last, would leave behind if it were the program's. */
function expectedPerCall(parts: readonly Part[]): number {
  const open = parts.filter(isOpen).map(({ series }) => series);
  return total(
    open.map((series) => (isSlowing(series) ? latelyKeptPerCall : newlyKeptPerCall)(series)),
  );
}

/** Whether the tracked calls left behind so little that what the sampler counted must be V8's own. */
function isV8sOwn(sampledPerCall: number, { failure, keptPerCall }: HeapExplanation): boolean {
  if (failure !== undefined || keptPerCall === undefined) return false;
  return keptPerCall < Math.max(leastShareInHeap * sampledPerCall, negligiblePerCall);
}

/** @param suspects one at least */
function judgeLeak({ calls, parts }: LoopOutcome, suspects: readonly Suspect[]): Judgement {
  const keep = keepsAlong(suspects[0]!, suspects.length - 1);
  return {
    verdict: 'leak',
    reason:
      keptShareOf(parts) < 1
        ? said`${keep}: less was removed than added in ${counted(calls)} calls.`
        : said`${keep}: nothing was removed in ${counted(calls)} calls.`,
    notExcluded: [suspects.some(mayBeCached) ? largerCache(calls) : laterRemoval(calls)],
  };
}

/** Exact, unlike the size of the process: V8 is told of every one of these bytes, and of its end. */
function judgeOutside(calls: number, bytesPerCall: number): Judgement {
  return {
    verdict: 'leak',
    reason: said`${sized(bytesPerCall)} more are allocated outside the JavaScript heap after each of ${counted(calls)} calls, and no JavaScript object accounts for them: native code or WebAssembly keeps them.`,
    notExcluded: [largerCache(calls)],
  };
}

/** What waits for an event is no cache, whatever it is kept in. */
const waiting: ReadonlySet<Suspect['heldBy']> = new Set([
  'listener',
  'timer',
  'promise',
  'finalizer',
]);

function mayBeCached({ heldBy }: Suspect): boolean {
  return !waiting.has(heldBy);
}

function laterRemoval(calls: number): Sentence {
  return said`a removal only after more than ${counted(calls)} calls`;
}

function largerCache(calls: number): Sentence {
  return said`a cache of more than ${counted(calls)} entries`;
}

/**
 * The tracked calls are exact: where they show nothing that grows, only survivors in numbers that
 * cannot be chance are left to wonder about.
 */
function isBeyondDoubt(parts: readonly Part[]): boolean {
  return parts.some(({ trend, series }) => {
    if (trend.kind !== 'growing' || isReplacement(trend)) return false;
    // Not those of the last batch: a cache may hold them.
    return total(series.after.at(-1)!.objects.slice(0, -1)) >= survivorsBeyondDoubt;
  });
}

/**
 * What keeps neither a proportion nor a bound matters only where the new calls kept much: slow growth
 * would be in proportion by now, and V8's own business comes in dozens of objects at odd moments.
 */
function isOpen({ trend, series, isProgram }: Part): boolean {
  return isProgram && trend.kind === 'undecided' && newlyKeptPerCall(series) >= openPerCall;
}

function judgeClean(outcome: LoopOutcome): Judgement {
  const { calls, mayOverlook = false, leastKeptPerCall = negligiblePerCall } = outcome;
  return {
    verdict: 'clean',
    reason: said`After ${counted(calls)} calls and forced collections, nothing that the calls made goes on accumulating.`,
    notExcluded: [
      said`something kept less often than once in ${counted(Math.min(calls, Math.round(1 / leastKeptPerCall)))} calls`,
      ...(mayOverlook
        ? [said`small objects: of such heavy calls only a sample could be watched`]
        : []),
      notSeen(outcome),
    ],
  };
}

function judgeBounded(outcome: LoopOutcome, bounded: readonly Part[]): Judgement {
  let objects = 0;
  let bytes = 0;
  const ways = new Set<Sentence>();
  for (const { trend } of bounded) {
    if (trend.kind !== 'bounded') continue;
    objects += trend.bound;
    bytes += trend.bytes;
    ways.add(waysInWords[trend.how]);
  }
  return {
    verdict: 'bounded',
    reason: said`What the calls keep is bounded at about ${counted(objects)} objects (${sized(bytes)}): ${[...ways].reduce((sum, way) => said`${sum}, and ${way}`)}. ${counted(outcome.calls)} calls were made.`,
    notExcluded: [notSeen(outcome)],
  };
}

function notSeen({ countsFiles = false, leastNativePerCall: least }: LoopOutcome): Sentence {
  const native =
    least === undefined
      ? said`native memory`
      : said`native memory that grows by less than ${sized(least)} per call`;
  return countsFiles
    ? said`${native}, other workers, and arguments that were not tried`
    : said`${native}, open files, other workers, and arguments that were not tried`;
}

const waysInWords = {
  evicts: said`older ones go as new ones come`,
  fills: said`later calls add nothing more`,
  flushes: said`now and then they all go at once`,
} as const;

function judgeTooFew(end: FinishReason, calls: number): Judgement {
  return { verdict: 'unclear', reason: tooFewCalls(end, calls), notExcluded: [said`any growth`] };
}

function stillOpen(
  { calls, isSampled }: LoopOutcome,
  end: FinishReason,
  { series }: Part,
): Judgement {
  const { objects, bytes } = series.after.at(-1)!;
  const kept =
    isSampled === true
      ? said`About ${sized(total(bytes))}`
      : said`${counted(total(objects))} objects`;
  const made = counted(calls);
  const soFar = isSlowing(series)
    ? said`${kept} are still alive after ${made} calls, and ever fewer calls add to them, as where a cache is being filled.`
    : said`${kept} are still alive after ${made} calls, neither steadily growing nor bounded yet.`;
  return {
    verdict: 'unclear',
    reason: said`${soFar} ${moreCallsDecide(end)}`,
    notExcluded: [said`growth that has only begun`, largerCache(calls)],
  };
}

/** Time and calls come together: at the rate so far, ten times the calls need ten times the time. */
function tenTimesTheCalls(end: FinishReason): Sentence {
  return end === 'memory' || end === 'files' || end === 'processes'
    ? moreCallsDecide(end)
    : said`Ten times the calls would show whether that goes on: raise ${option('--max-calls')} and ${option('--time-budget')}.`;
}

function judgeInterrupted({ calls, parts }: LoopOutcome, why: Sentence | string): Judgement {
  return {
    verdict: 'unclear',
    reason: isGrowing(parts)
      ? said`Ended after ${counted(calls)} calls (it was growing so far): ${why}`
      : said`Ended after ${counted(calls)} calls (nothing was growing so far): ${why}`,
    notExcluded: [said`any growth that more calls would show`],
  };
}
