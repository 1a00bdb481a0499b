import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesRenewed } from '../../src/core/loop/renewalTrend';
import { isReplacement } from '../../src/core/loop/replacementTrend';
import { trendOf } from '../../src/core/loop/trend';
import {
  leak,
  lruCache,
  MadeUpLoop,
  mainSite,
  doublingCalls,
  sawtooth,
  together,
  type MadeUpObject,
  type Program,
} from './seriesDsl';
import { randomSource } from './randomSource';

test('a whole that each call makes anew with one more entry is growing', () => {
  const trend = trendOf(seriesOf(renewed((call) => call + 1)));
  assert.ok(trend.kind === 'growing');
  assert.ok(isReplacement(trend));
  assert.ok(Math.abs(trend.bytesPerCall - 16) < 2, String(trend.bytesPerCall));
});

test('a whole that had entries before the first call grows by what each call adds', () => {
  for (const entries of [300, 2_000, 10_000]) {
    const trend = trendOf(seriesOf(renewed((call) => entries + call)));
    assert.ok(trend.kind === 'growing', String(entries));
    assert.ok(Math.abs(trend.bytesPerCall - 16) < 2, String(trend.bytesPerCall));
  }
});

test('it is where something older stands beside it', () => {
  assert.equal(
    trendOf(
      seriesOf(
        together(
          renewed((call) => call),
          lruCache(20),
        ),
      ),
    ).kind,
    'growing',
  );
});

test('a text that is written anew, in pieces, grows though V8 keeps a record of its own meanwhile', () => {
  assert.equal(trendOf(seriesOf(rewritten((call) => 6_000 + 60 * call))).kind, 'growing');
  assert.equal(renewal(rewritten((call) => 6_000 + 60 * Math.min(call, 500))), undefined);
  assert.equal(renewal(rewritten(() => 40_000)), undefined);
});

test('a whole that is made anew with the same number of entries is none', () => {
  assert.equal(renewal(renewed(() => 300)), undefined);
});

test('one that is full after half of the calls, or later, is none', () => {
  for (const full of [300, 500])
    assert.equal(renewal(renewed((call) => Math.min(call, full))), undefined);
  for (const full of [300, 500, 700])
    for (const entries of [300, 2_000])
      assert.equal(renewal(renewed((call) => entries + Math.min(call, full))), undefined);
});

test('one whose size is what chance makes it is none', () => {
  const random = randomSource(7);
  for (let attempt = 0; attempt < 200; attempt++)
    assert.equal(renewal(renewed(() => 200 + random(100))), undefined);
});

test('what is only added to is none, whether it is bounded or not', () => {
  assert.equal(renewal(leak()), undefined);
  assert.equal(renewal(leak({ every: 3 })), undefined);
  assert.equal(renewal(lruCache(5_000)), undefined);
  assert.equal(renewal(lruCache(100)), undefined);
  assert.equal(renewal(sawtooth(50)), undefined);
});

test('what the calls of a batch leave behind until the next one is none', () => {
  assert.equal(renewal(gone('after the next reading')), undefined);
  assert.equal(renewal(gone('after the next batch')), undefined);
});

/** Each call frees all that the one before made, and makes so many. */
function renewed(count: (call: number) => number): Program {
  return (heap) => {
    let whole: MadeUpObject[] = [];
    return {
      call: (number) => {
        for (const object of whole) heap.free(object);
        whole = Array.from({ length: count(number) }, () => heap.allocate());
      },
    };
  };
}

/** JSON is written in pieces of 8 kB and what joins them; some 20 kB are made once for good. */
function rewritten(length: (call: number) => number): Program {
  return (heap) => {
    let text: MadeUpObject[] = [];
    return {
      call: (number) => {
        for (const piece of text) heap.free(piece);
        const pieces = Math.ceil(length(number) / 8_000);
        text = Array.from({ length: 2 * pieces + 2 }, (_, at) =>
          heap.allocate(at % 2 ? 8_000 : 16),
        );
        if (number === 300) for (let made = 0; made < 40; made++) heap.allocate(500);
      },
    };
  };
}

/** Late work: what a call makes stays until all that was pending then is done. */
function gone(when: 'after the next reading' | 'after the next batch'): Program {
  return (heap) => {
    let [pending, done]: MadeUpObject[][] = [[], []];
    const finish = (): void => {
      for (const object of done!) heap.free(object);
      [done, pending] = [pending, []];
    };
    return {
      call: () => {
        pending!.push(heap.allocate());
      },
      ...(when === 'after the next reading' ? { onCollection: finish } : { afterBatch: finish }),
    };
  };
}

function renewal(program: Program): number | undefined {
  return bytesRenewed(seriesOf(program));
}

/** 1,024 calls, read eight times in each larger batch, as the loop does it. */
function seriesOf(program: Program): ReturnType<MadeUpLoop['matrix']['series']> {
  const loop = new MadeUpLoop(program);
  for (const calls of doublingCalls(11)) loop.run(calls, calls >= 32 ? 8 : 1);
  return loop.matrix.series([mainSite]);
}
