import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTurnedOver } from '../../src/core/loop/turnover';
import {
  doublingCalls,
  engineNoise,
  leak,
  lruCache,
  MadeUpLoop,
  mainSite,
  memo,
  sawtooth,
  together,
  type Program,
} from './seriesDsl';

/** After 8,191 calls, the large batches read in eight parts as the loop does. */
function turnsOver(program: Program): boolean {
  const loop = new MadeUpLoop(program);
  for (const calls of doublingCalls(14)) loop.run(calls, calls >= 128 ? 8 : 1);
  return isTurnedOver(loop.matrix.series([mainSite]));
}

test('a cache is turned over, of any size', () => {
  for (const size of [40, 100, 1_000, 4_000]) assert.ok(turnsOver(lruCache(size)), String(size));
});

test('a buffer that is flushed now and then is', () => {
  for (const period of [50, 500, 3_000]) assert.ok(turnsOver(sawtooth(period)), String(period));
});

test('a memo that is full was filled by the calls', () => {
  for (const keys of [100, 2_000]) assert.ok(turnsOver(memo(keys, 7)), String(keys));
});

test('a few objects at odd moments, as V8 keeps while code gets warm, are not', () => {
  const compiled = engineNoise(
    new Map([
      [9, 14],
      [10, 15],
      [11, 20],
      [12, 25],
    ]),
  );
  assert.ok(!turnsOver(compiled));
  assert.ok(!turnsOver(together(compiled, lastsFor(1_500, 40))));
});

test('what stays of start-up is not', () => {
  assert.ok(!turnsOver(engineNoise(new Map([[2, 30]]))));
});

test('what every third call leaves behind counts, what every fifth does not', () => {
  assert.ok(turnsOver(leak({ every: 3 })));
  assert.ok(!turnsOver(lastsFor(2_000, 5)));
});

/** One object of each `every`th call lives for so many calls. */
function lastsFor(calls: number, every: number): Program {
  return (heap) => {
    const cache = lruCache(Math.ceil(calls / every))(heap);
    return {
      call: (number) => {
        if (number % every === 0) cache.call(number);
      },
    };
  };
}
