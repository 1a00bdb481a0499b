import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isReplacement, mayBeReplacing } from '../../src/core/loop/replacementTrend';
import { trendOf } from '../../src/core/loop/trend';
import {
  doublingCalls,
  growingBackingStore,
  kinds,
  leak,
  mainSite,
  replacedBuffer,
  runBatches,
  trendsOf,
  type Program,
} from './seriesDsl';

/** 8,192 calls. */
const batches = 14;

test('an array of numbers is growing: one object, replaced by ever larger ones', () => {
  const trends = trendsOf(growingBackingStore(), batches);
  for (const trend of trends.slice(7)) {
    assert.ok(trend.kind === 'growing');
    assert.ok(isReplacement(trend));
    // 8 bytes a number, and up to half as many spare places.
    assert.ok(trend.bytesPerCall >= 8 && trend.bytesPerCall <= 13, String(trend.bytesPerCall));
  }
});

test('a text that had a length before the first call grows by what each call appends', () => {
  for (const before of [1_000, 20_000, 1_000_000]) {
    const [trend] = trendsOf(
      storeOf((calls) => before + 12 * calls),
      batches,
    ).slice(-1);
    assert.ok(trend?.kind === 'growing' && isReplacement(trend), String(before));
    assert.ok(Math.abs(trend.bytesPerCall - 12) < 0.2, String(trend.bytesPerCall));
  }
});

test('a text that is cut at some length, whatever it was before, does not', () => {
  for (const before of [0, 20_000]) {
    const cut = storeOf((calls) => before + 12 * Math.min(calls, 2_000));
    assert.notEqual(trendsOf(cut, batches).at(-1)!.kind, 'growing');
  }
});

test('a growing replacement is told from few objects before it is told from their sizes', () => {
  const growing = runBatches(growingBackingStore(), doublingCalls(6)).series([mainSite]);
  assert.notEqual(trendOf(growing).kind, 'growing');
  assert.ok(mayBeReplacing(growing));
  const each = storeOf((calls) => 100 * calls);
  const after = (batchCount: number): boolean =>
    mayBeReplacing(runBatches(each, doublingCalls(batchCount)).series([mainSite]));
  assert.deepEqual([after(4), after(5)], [false, true], 'a dozen calls at least');
});

test('a store that the sampler misses for a while was not emptied, as the next one is larger than ever', () => {
  const missed = storeOf((calls) => (calls > 300 && calls < 600 ? 1_000 : 24 * calls));
  assert.equal(trendsOf(missed, batches).at(-1)!.kind, 'growing');
});

test('an object that grows slower than the calls is no growing replacement', () => {
  const trends = trendsOf(
    storeOf((calls) => 1000 * Math.sqrt(calls)),
    batches,
  );
  assert.ok(!kinds(trends).includes('growing'));
});

test('an object that jumps now and then is not, either', () => {
  const jumping = storeOf((calls) => 10 * 4 ** Math.floor(Math.log2(calls) / 2 + 0.01));
  assert.ok(!kinds(trendsOf(jumping, batches)).includes('growing'));
});

test('the table of objects that are still undecided is not told apart from them', () => {
  const irregular: Program = (heap) => {
    let kept = 0;
    let table = heap.allocate(32);
    return {
      call: (number) => {
        // Batch by batch, in turns, the object of each call or of every fourth.
        if (Math.floor(Math.log2(number)) % 2 === 0 && number % 4 !== 0) return;
        kept += 1;
        heap.allocate();
        heap.free(table);
        table = heap.allocate(32 * kept);
      },
    };
  };
  assert.deepEqual(kinds(trendsOf(irregular, batches).slice(-2)), ['undecided', 'undecided']);
});

test('one large buffer that each call replaces is not growing and no growing replacement', () => {
  const trends = trendsOf(replacedBuffer(100_000), batches);
  assert.ok(!kinds(trends).includes('growing'));
  assert.ok(
    !mayBeReplacing(runBatches(replacedBuffer(100_000), doublingCalls(12)).series([mainSite])),
  );
});

test('growth by objects is no replacement, and a leak of small objects could be none either', () => {
  const series = runBatches(leak(), doublingCalls(12)).series([mainSite]);
  assert.ok(!isReplacement(trendOf(series)));
  assert.ok(!mayBeReplacing(series));
});

test('less than a character a call is too little for a growing replacement', () => {
  const slow = storeOf((calls) => Math.ceil(calls * 0.4));
  assert.ok(!kinds(trendsOf(slow, batches)).includes('growing'));
  assert.ok(!mayBeReplacing(runBatches(slow, doublingCalls(12)).series([mainSite])));
});

/** One object, which each call replaces by one of this size. */
function storeOf(size: (calls: number) => number): Program {
  return (heap) => {
    let store = heap.allocate(8);
    return {
      call: (number) => {
        heap.free(store);
        store = heap.allocate(size(number + 1));
      },
    };
  };
}
