import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nativeStep } from '../../src/core/causes/nativeStep';
import { judgeNative } from '../../src/core/loop/judgeNative';
import {
  confirmedNativeGrowth,
  leastNativePerCall,
  nativeTrend,
  type NativeTrend,
} from '../../src/core/loop/nativeTrend';
import { textOf } from '../../src/core/report/sentence';

const calls = [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
const start = 2_500_000;
const million = 1_000_000;

test('memory that each call takes grows, also with what the allocator takes by the page', () => {
  const trend = trendOf((made) => 4_096 * Math.ceil((made * 65_536) / 4_096));
  assert.deepEqual(trend, { kind: 'growing', bytesPerCall: 65_536, isEnough: true });
});

test('little growth in proportion is worth more calls, and is not told yet', () => {
  const trend = trendOf((made) => made * 4_096);
  assert.deepEqual(trend, { kind: 'growing', bytesPerCall: 4_096, isEnough: false });
});

test('what healthy programs were measured to do to the size of their process is steady', () => {
  // Millions of bytes after each batch, start-up first.
  const measured = {
    'buffers of 5 kB': [5.0, 5.0, 5.1, 5.1, 6.2, 10.4, 19.0, 19.0, 18.9, 18.9, 31.2],
    'buffers of many sizes': [2.0, 2.0, 2.1, 2.1, 2.3, 18.3, 27.4, 27.4, 27.9, 28.0, 28.0],
    'gzip of 60 kB': [4.2, 4.2, 4.2, 4.2, 4.2, 4.0, 4.0, 6.7, 11.7, 11.8, 21.4, 32.5].slice(1),
    'pairs of keys': [2.8, 2.8, 2.8, 2.8, 2.9, 2.7, 2.8, 4.6, 6.5, 7.6, 8.6],
  };
  for (const [what, levels] of Object.entries(measured)) {
    const native = levels.map((level) => level * million);
    assert.deepEqual(nativeTrend(calls.slice(0, native.length - 1), native), steady, what);
  }
});

test('garbage that doubles with the batches looks like growth, and batches of one size tell it', () => {
  const perCall = million;
  assert.equal(trendOf((made) => made * perCall).kind, 'growing');
  const kept = 512 * perCall; // the most that there ever was between two collections
  assert.equal(confirmedNativeGrowth(perCall, 128, [kept, kept, kept, kept, kept]), undefined);
});

test('growth is confirmed where equal numbers of calls add the same again', () => {
  const levels = [0, 100, 210, 300, 400].map((kilobytes) => start + kilobytes * 1_000);
  const confirmed = confirmedNativeGrowth(1_000, 100, levels);
  assert.deepEqual(confirmed, { bytesPerCall: 1_000, confidence: 90 / 110 });
});

test('growth is not confirmed where one of the batches adds nothing, or far too much', () => {
  assert.equal(
    confirmedNativeGrowth(1_000, 100, [0, 100_000, 100_000, 200_000, 300_000]),
    undefined,
  );
  assert.equal(confirmedNativeGrowth(1_000, 100, [0, 100_000, 900_000, 1e6, 1.1e6]), undefined);
});

test('more calls show smaller growth', () => {
  assert.ok(leastNativePerCall(16_383, 0) < 500);
  assert.ok(leastNativePerCall(1_023, 0) < 8_000);
  assert.ok(leastNativePerCall(16_383, 32e6) > 1_900, 'linear memory that may have been free');
});

test('the judgement says what is known, and that no reference explains it', () => {
  const { verdict, reason } = judgeNative(1_023, { bytesPerCall: 65_536, confidence: 1 });
  assert.equal(verdict, 'leak');
  assert.match(
    textOf(reason),
    /65\.5 kB more with each of 1,023 calls.*no JavaScript reference explains/,
  );
});

test('one step that has most of the growth is named, and none where it is spread', () => {
  assert.equal(nativeStep([0, 90, 10], 100), 1);
  assert.equal(nativeStep([50, 50, 0], 100), undefined);
  assert.equal(nativeStep([0, 20, 1], 100), undefined); // most of it was elsewhere
  assert.equal(nativeStep([], 100), undefined);
});

const steady: NativeTrend = { kind: 'steady' };

function trendOf(bytesAfter: (callsMade: number) => number): NativeTrend {
  let made = 0;
  const native = calls.map((batch) => start + bytesAfter((made += batch)));
  return nativeTrend(calls, [start, ...native]);
}
