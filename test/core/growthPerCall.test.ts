import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perCallOf } from '../../src/core/causes/growthPerCall';

const calls = [1, 1, 1, 8, 8];

/** @param perBatch what a holder got in each batch of `calls` */
function rateOf(perBatch: readonly number[], population: number): number {
  return perCallOf({ perBatch, population }, { calls, allCalls: 1_000 })(perBatch);
}

test('where single calls leave the same behind, larger batches do not count', () => {
  const chained = [2, 2, 2, 1, 1];
  assert.equal(rateOf(chained, 2_000), 2);
  assert.equal(rateOf([1, 1, 1, 8, 8], 1_000), 1);
});

test('what was there before the calls does not make it less exact', () => {
  assert.equal(rateOf([2, 2, 2, 1, 1], 2_300), 2);
});

test('three calls in a row that keep one do not say that all do', () => {
  const most = [1, 1, 1, 6, 7];
  assert.equal(rateOf(most, 840), 9 / 11);
});

test('where single calls differ, all batches but the last count', () => {
  assert.equal(rateOf([0, 1, 0, 2, 8], 250), 3 / 11);
});
