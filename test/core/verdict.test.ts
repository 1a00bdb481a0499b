import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundedParts, isFlushed, mayBeWarmth } from '../../src/core/loop/boundedParts';
import type { FinishReason } from '../../src/core/loop/loopPlan';
import { partsOf, type Part } from '../../src/core/loop/parts';
import * as verdicts from '../../src/core/loop/verdict';
import type { HeapExplanation, Judgement, LoopOutcome } from '../../src/core/loop/verdict';
import type { Suspect } from '../../src/core/report/report';
import { textOf } from '../../src/core/report/sentence';
import { leakReport } from './sampleReports';
import {
  doublingCalls,
  engineNoise,
  growingBackingStore,
  leak,
  MadeUpLoop,
  memo,
  memoInTurn,
  lruCache,
  runBatches,
  sawtooth,
  together,
  type Program,
} from './seriesDsl';

const { growthOf, hasOpenParts, isGrowing } = verdicts;

/** As the command line says it. */
const inWords = ({ verdict, reason, notExcluded }: Judgement) => ({
  verdict,
  reason: textOf(reason),
  notExcluded: notExcluded.map(textOf),
});
const judgeLoop = (outcome: LoopOutcome) => inWords(verdicts.judgeLoop(outcome));
const judgeGrowth = (outcome: LoopOutcome, heap: HeapExplanation) =>
  inWords(verdicts.judgeGrowth(outcome, heap));
const judgeOpen = (outcome: LoopOutcome, heap: HeapExplanation) =>
  inWords(verdicts.judgeOpen(outcome, heap));

const nothing = engineNoise(new Map());

test('a function that keeps nothing is clean, with what that does not exclude', () => {
  const { verdict, reason, notExcluded } = judge(nothing);
  assert.equal(verdict, 'clean');
  assert.match(reason, /^After 2,048 calls and forced collections, nothing/);
  assert.deepEqual(notExcluded, [
    'something kept less often than once in 64 calls',
    'native memory, open files, other workers, and arguments that were not tried',
  ]);
});

test('a clean function of few calls does not exclude what was kept less often than they came', () => {
  assert.match(judge(nothing, { batches: 5 }).notExcluded[0] ?? '', /once in 16 calls$/);
});

test('what passed by, and what flushes itself, is clean', () => {
  assert.equal(judge(engineNoise(new Map([[3, 40]]))).verdict, 'clean');
  assert.equal(judge(sawtooth(64)).verdict, 'clean');
});

test('what comes and goes with the calls is clean where the heap has none of the newest', () => {
  const outcome = outcomeOf(lruCache(100, { size: 120 }));
  assert.ok(boundedParts(outcome.parts).every(mayBeWarmth));
  assert.equal(verdicts.judgeLoop(outcome, { keepsNewest: false }).verdict, 'clean');
  assert.equal(verdicts.judgeLoop(outcome, { keepsNewest: true }).verdict, 'bounded');
  assert.equal(verdicts.judgeLoop(outcome, { keepsNewest: undefined }).verdict, 'bounded');
});

test('a memo that is full has none of the newest, and is bounded all the same', () => {
  const outcome = outcomeOf(memoInTurn(500));
  assert.equal(verdicts.judgeLoop(outcome, { keepsNewest: false }).verdict, 'bounded');
  assert.ok(!boundedParts(outcome.parts).some(mayBeWarmth));
});

test('what is flushed now and then may have been flushed just now', () => {
  assert.ok(boundedParts(outcomeOf(sawtooth(300)).parts).some(isFlushed));
  assert.ok(!boundedParts(outcomeOf(lruCache(100)).parts).some(isFlushed));
});

test('a bounded cache is bounded, by its entries, and says how', () => {
  const { verdict, reason } = judge(lruCache(100, { size: 120 }));
  assert.equal(verdict, 'bounded');
  assert.equal(
    reason,
    'What the calls keep is bounded at about 100 objects (12 kB): older ones go as new ones come. 2,048 calls were made.',
  );
});

test('a full table is bounded because later calls add nothing', () => {
  const { verdict, reason } = judge(fillsUpTo(256));
  assert.equal(verdict, 'bounded');
  assert.match(reason, /at about 256 objects \(4.1 kB\): later calls add nothing more\./);
});

test('a bound of a few objects at odd moments is not worth the name: clean', () => {
  const [noise = assert.fail()] = partsAfter(engineNoise(new Map([[9, 14]])), 12);
  const trend = { kind: 'bounded', how: 'fills', bound: 14, bytes: 784 } as const;
  const parts = [{ ...noise, trend }];
  assert.equal(judgeLoop({ calls: 2048, parts, end: 'settled' }).verdict, 'clean');
});

test('several bounded parts are added up', () => {
  const program = together(lruCache(100, { site: 1 }), lruCache(30, { site: 2 }));
  assert.match(judge(program).reason, /at about 130 objects/);
});

test("what is bounded in V8's and Node's own frames is nobody's bound", () => {
  assert.equal(judge(lruCache(100), { isProgram: false }).verdict, 'clean');
});

test('what goes on being kept without a proportion is unclear, and more calls would decide', () => {
  const late = engineNoise(new Map([[11, 900]]));
  const byReason = (end: FinishReason): string => {
    const { verdict, reason } = judge(late, { end });
    assert.equal(verdict, 'unclear');
    return reason;
  };
  assert.match(byReason('calls'), /^900 objects are still alive after 2,048 calls.*--max-calls\.$/);
  assert.match(byReason('time'), /--time-budget\.$/);
  assert.match(byReason('memory'), /--memory-budget\.$/);
  assert.match(
    byReason('files'),
    /^900 objects .* let each call close what it opens, or raise that limit \(ulimit -n\)\.$/,
  );
  assert.match(byReason('processes'), /^900 objects .* let each call end what it starts\.$/);
  const { reason } = judge(late, { isSampled: true });
  assert.match(
    reason,
    /^About [\d.]+ k?B are still alive after 2,048 calls/,
    'one may be many objects',
  );
});

test('a few new objects in many calls leave nothing to decide', () => {
  // 1,536 calls in the last two batches: from 192 objects on there is something to decide.
  assert.equal(judge(engineNoise(new Map([[11, 191]]))).verdict, 'clean');
  assert.equal(judge(engineNoise(new Map([[11, 192]]))).verdict, 'unclear');
  assert.equal(judge(engineNoise(new Map([[11, 900]])), { isProgram: false }).verdict, 'clean');
});

test('fewer than seven calls are too few to tell anything', () => {
  const few = judge(leak(), { batches: 1, end: 'time' });
  assert.equal(few.verdict, 'unclear');
  assert.match(few.reason, /^Only 1 call could be made.*Raise --time-budget/);
  const six = judgeLoop({ calls: 6, parts: partsAfter(nothing, 4), end: 'time' });
  assert.match(six.reason, /^Only 6 calls/);
  assert.equal(
    judgeLoop({ calls: 7, parts: partsAfter(nothing, 4), end: 'time' }).verdict,
    'clean',
  );
});

test('where calls are too few, the advice is more of what ended the loop', () => {
  const advice = (end: FinishReason): string =>
    judgeLoop({ calls: 6, parts: partsAfter(nothing, 4), end }).reason;
  assert.match(advice('time'), /^Only 6 calls .* in the time given.* Raise --time-budget\.$/);
  assert.match(advice('calls'), /^The loop was given only 6 calls.* Raise --max-calls\.$/);
  assert.match(advice('memory'), /^Only 6 calls .* in the memory given.* Raise --memory-budget\.$/);
  assert.match(advice('files'), /^Only 6 calls .* Let each call close what it opens/);
  assert.match(advice('processes'), /^Only 6 calls .* Let each call end what it starts\.$/);
});

test('growth that the heap does not account for asks for more of what ended the loop', () => {
  const advice = (end: FinishReason): string =>
    judgeGrowth({ calls: 2048, parts: partsAfter(leak(), 12), end }, { suspects: [] }).reason;
  assert.match(advice('calls'), /Ten times the calls .* raise --max-calls and --time-budget\.$/);
  assert.match(advice('time'), /Ten times the calls .* raise --max-calls and --time-budget\.$/);
  assert.match(advice('memory'), /More calls would decide: raise --memory-budget\.$/);
});

test('a loop that was cut short is unclear, with what it saw so far and why it ended', () => {
  const cutShort = (program: Program): string => {
    const parts = partsAfter(program, 8);
    const judgement = judgeLoop({
      calls: 128,
      parts,
      end: { interruptedBy: 'the program ended.' },
    });
    assert.equal(judgement.verdict, 'unclear');
    return judgement.reason;
  };
  assert.equal(
    cutShort(leak()),
    'Ended after 128 calls (it was growing so far): the program ended.',
  );
  assert.equal(
    cutShort(nothing),
    'Ended after 128 calls (nothing was growing so far): the program ended.',
  );
});

test('the growth of all growing parts is added up, of the others not', () => {
  const program = together(
    leak({ count: 2 }, { site: 1, size: 10 }),
    leak({ every: 2 }, { site: 2, size: 8 }),
    lruCache(40, { site: 3 }),
  );
  const parts = partsAfter(program, 12);
  assert.deepEqual(growthOf(parts), { objectsPerCall: 2.5, bytesPerCall: 24 });
  assert.equal(isGrowing(parts), true);
  assert.equal(isGrowing(partsAfter(lruCache(40), 12)), false);
  assert.deepEqual(growthOf([]), { objectsPerCall: 0, bytesPerCall: 0 });
});

test('a leak says who keeps what, and that only a larger cache is not excluded', () => {
  const { verdict, reason, notExcluded } = explained([suspect({})]);
  assert.equal(verdict, 'leak');
  assert.equal(
    reason,
    'byId keeps 1 Session (452 B) per call: nothing was removed in 2,048 calls.',
  );
  assert.deepEqual(notExcluded, ['a cache of more than 2,048 entries']);
});

test('listeners, timers and promises are told to be removed later at best, never to be a cache', () => {
  const listener = suspect({ heldBy: 'listener' });
  assert.deepEqual(explained([listener]).notExcluded, [
    'a removal only after more than 2,048 calls',
  ]);
  assert.deepEqual(explained([listener, suspect({})]).notExcluded, [
    'a cache of more than 2,048 entries',
  ]);
});

test('other causes are counted in the sentence', () => {
  const one = suspect({});
  assert.match(explained([one, one]).reason, /per call, and one more cause grows along: nothing/);
  assert.match(explained([one, one, one]).reason, /, and 2 more causes grow along: nothing/);
});

test('a leak that is rarer than the calls says how rare it is', () => {
  assert.match(
    explained([suspect({ objectsPerCall: 1 / 3, bytesPerCall: 150 })]).reason,
    /^byId keeps 1 Session every 3 calls \(150 B per call\): /,
  );
  assert.match(
    explained([suspect({ objectsPerCall: 0.96 })]).reason,
    /keeps 1 Session \(452 B\) per/,
  );
  assert.match(
    explained([suspect({ objectsPerCall: 3.9 })]).reason,
    /keeps 3.9 Session objects \(452 B\) per/,
  );
});

test('growth without objects is told in bytes', () => {
  const { reason } = explained([suspect({ objectsPerCall: 0 })]);
  assert.equal(reason, 'byId keeps 452 B more per call: nothing was removed in 2,048 calls.');
});

test('few survivors that the exact, tracked calls do not confirm are nothing to wonder about', () => {
  // A cache could hold those of the last batch, so those of the 1,024 calls before it count.
  const judged = (every: number): string => {
    const parts = partsAfter(leak({ every }), 12);
    assert.ok(isGrowing(parts));
    return judgeGrowth({ calls: 2048, parts, end: 'calls' }, { suspects: [] }).verdict;
  };
  assert.equal(judged(6), 'clean', '170 survivors');
  assert.equal(judged(5), 'unclear', '204 survivors');
});

test('growth that nothing in the heap accounts for is unclear', () => {
  const { verdict, reason, notExcluded } = explained([]);
  assert.equal(verdict, 'unclear');
  assert.match(
    reason,
    /^About 16 B more are alive after each of 2,048 calls, but nothing in the heap/,
  );
  assert.equal(notExcluded.length, 2);
});

test('growth whose heap could not be read is a leak all the same, and says why not', () => {
  const outcome = { calls: 2048, parts: partsAfter(leak(), 12), end: 'calls' } as const;
  const { verdict, reason } = judgeGrowth(outcome, { suspects: [], failure: 'out of memory' });
  assert.equal(verdict, 'leak');
  assert.match(reason, /; what holds them could not be read: out of memory$/);
});

test('of a handful of calls only the heap can tell, so where it could not be read they are too few', () => {
  const outcome = { calls: 4, parts: partsAfter(leak(), 4), end: 'time' } as const;
  assert.equal(isGrowing(outcome.parts), true);
  const { verdict, reason } = judgeGrowth(outcome, { suspects: [], failure: 'stopped' });
  assert.equal(verdict, 'unclear');
  assert.match(reason, /^Only 4 calls/);
});

test('a table that grew with the batches, but holds no more than before, is no leak', () => {
  const replaced = {
    calls: 2048,
    parts: partsAfter(growingBackingStore(), 12),
    end: 'calls',
  } as const;
  assert.ok(isGrowing(replaced.parts));
  assert.equal(judgeGrowth(replaced, { suspects: [] }).verdict, 'clean');
  const array = suspect({ objectsPerCall: 0, bytesPerCall: 8 });
  assert.equal(judgeGrowth(replaced, { suspects: [array] }).verdict, 'leak');
  const cache = partsOf(runBatches(lruCache(100), doublingCalls(12)), () => origin(true));
  const both = { ...replaced, parts: [...replaced.parts, ...cache] };
  assert.equal(judgeGrowth(both, { suspects: [] }).verdict, 'bounded');
  const leaking = { ...replaced, parts: [...replaced.parts, ...partsAfter(leak(), 12)] };
  assert.equal(judgeGrowth(leaking, { suspects: [] }).verdict, 'unclear');
});

test("growth of which the heap shows nothing is V8's own, in any number", () => {
  const parts = partsAfter(leak(), 12);
  const judged = (keptPerCall: number): string =>
    judgeGrowth({ calls: 2048, parts, end: 'calls' }, { suspects: [], keptPerCall }).verdict;
  assert.equal(judged(0), 'clean');
  assert.equal(judged(0.4), 'clean', 'chance left a few behind');
  assert.equal(judged(1), 'unclear', 'the calls left objects behind, for which nothing accounts');
});

test('what the loop could not decide, the heap decides', () => {
  const open = { calls: 2048, parts: partsAfter(engineNoise(new Map([[11, 900]])), 12) };
  assert.ok(hasOpenParts(open.parts));
  const judged = (explanation: HeapExplanation): string =>
    judgeOpen({ ...open, end: 'time' }, explanation).verdict;
  assert.equal(judged({ suspects: [], keptPerCall: 0 }), 'clean', "all of it was V8's own");
  assert.equal(
    judged({ suspects: [], keptPerCall: 1 }),
    'unclear',
    'the calls left objects behind',
  );
  assert.equal(judged({ suspects: [], failure: 'out of memory' }), 'unclear');
  assert.equal(judged({ suspects: [suspect({ confidence: 1 })], keptPerCall: 1 }), 'leak');
  // A cache of 1,400 entries, seen for 2,048 calls, holds this share of all that was put into it.
  const cache = suspect({ confidence: 0.7 });
  assert.equal(judged({ suspects: [cache], keptPerCall: 1 }), 'unclear');
});

test('a holder that lost nothing is no leak where ever fewer calls add to it', () => {
  const filling = { calls: 4096, parts: partsAfter(memo(5_000, 1), 13), end: 'calls' } as const;
  const full = { suspects: [suspect({ confidence: 1 })], keptPerCall: 0.5 };
  const { verdict, reason } = judgeOpen(filling, full);
  assert.equal(verdict, 'unclear');
  assert.match(reason, /ever fewer calls add to them/);
});

test('of heavy calls, what the sampler may have overlooked the heap excludes, or nobody', () => {
  const heavy = { calls: 256, parts: partsAfter(nothing, 9), mayOverlook: true } as const;
  const judged = (explanation: HeapExplanation): ReturnType<typeof judgeOpen> =>
    judgeOpen({ ...heavy, end: 'time' }, explanation);
  assert.equal(judged({ suspects: [suspect({ confidence: 1 })], keptPerCall: 1 }).verdict, 'leak');
  const recent = suspect({ confidence: 0.2 });
  assert.equal(judged({ suspects: [recent], keptPerCall: 1 }).verdict, 'clean');
  assert.doesNotMatch(judged({ suspects: [] }).notExcluded.join(), /small objects/);
  const unread = judged({ suspects: [], failure: 'out of memory' });
  assert.match(unread.notExcluded.join(), /small objects/);
});

interface JudgeOptions {
  readonly batches?: number;
  readonly end?: FinishReason;
  readonly isProgram?: boolean;
  readonly isSampled?: boolean;
}

/** What the loop alone says of a program after so many doubling batches. */
/** As a loop sees it that looks eight times at each batch. */
function outcomeOf(program: Program): LoopOutcome {
  const loop = new MadeUpLoop(program);
  for (const calls of doublingCalls(12)) loop.run(calls, 8);
  const parts = partsOf(loop.matrix, () => ({ part: 1, isProgram: true }));
  return { calls: 2_048, parts, end: 'settled' };
}

function judge(
  program: Program,
  { batches = 12, end = 'settled', isProgram = true, isSampled = false }: JudgeOptions = {},
) {
  const calls = doublingCalls(batches).reduce((sum, count) => sum + count, 0);
  return judgeLoop({ calls, parts: partsAfter(program, batches, isProgram), end, isSampled });
}

function explained(suspects: readonly Suspect[]) {
  return judgeGrowth({ calls: 2048, parts: partsAfter(leak(), 12), end: 'calls' }, { suspects });
}

function partsAfter(program: Program, batches: number, isProgram = true): readonly Part[] {
  return partsOf(runBatches(program, doublingCalls(batches)), (site) => origin(isProgram, site));
}

function origin(isProgram: boolean, part = 1) {
  return { part, isProgram };
}

function suspect(fields: Partial<Suspect>): Suspect {
  return { ...leakReport.suspects[0]!, ...fields };
}

function fillsUpTo(objects: number): Program {
  return (heap) => ({
    call: (number) => {
      if (number < objects) heap.allocate();
    },
  });
}
