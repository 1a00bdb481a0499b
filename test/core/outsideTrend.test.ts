import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outsideTrend } from '../../src/core/loop/outsideTrend';

const calls = [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
const start = 1_700_000;

test('bytes outside the heap that rise with the calls grow, by what the late calls added', () => {
  assert.deepEqual(
    trendOf((made) => 300 * made),
    { kind: 'growing', bytesPerCall: 300 },
  );
});

test('less than what a few slabs come to is rising: more calls would tell', () => {
  assert.equal(trendOf((made) => 5_000 + 8 * made).kind, 'rising');
  assert.equal(trendOf((made) => made).kind, 'steady');
});

test('so is capacity that grows by half whenever it is full: it keeps up with the calls, if in steps', () => {
  const grownByHalf = (least: number): number => {
    let capacity = 64;
    while (capacity < least) capacity = Math.ceil(capacity * 1.5);
    return capacity;
  };
  assert.deepEqual(
    trendOf((made) => 8 * grownByHalf(made)),
    { kind: 'rising', began: 'early' },
  );
  assert.equal(trendOf((made) => 8 * grownByHalf(Math.min(made, 400))).kind, 'steady', 'full');
});

test('what start-up allocated once does not hide the growth', () => {
  assert.deepEqual(
    trendOf((made) => 5_000_000 + 300 * made),
    { kind: 'growing', bytesPerCall: 300 },
  );
});

test('capacity that is doubled whenever it is full grows with the calls', () => {
  const doubled = trendOf((made) => 2 ** Math.ceil(Math.log2(made * 300 + 1)));
  assert.equal(doubled.kind, 'growing');
});

test('memory that is free at first is used up before it grows with the calls', () => {
  const headroom = (made: number, free: number): number => Math.max(0, made - free) * 20_000;
  assert.deepEqual(
    trendOf((made) => headroom(made, 128)),
    { kind: 'growing', bytesPerCall: 20_000 },
  );
  assert.equal(trendOf((made) => headroom(made, 250)).kind, 'rising', 'two batches alone');
  const late = { kind: 'rising', began: 'late' };
  assert.deepEqual(
    trendOf((made) => headroom(made, 700)),
    late,
    'one batch alone',
  );
  assert.equal(trendOf((made) => headroom(made, 990)).kind, 'steady', 'less than a pool takes up');
  assert.equal(trendOf((made) => headroom(Math.min(made, 500), 128)).kind, 'steady', 'a pool');
});

test('a pool that is full, a sawtooth, and a few slabs more or less are steady', () => {
  assert.equal(trendOf((made) => Math.min(made, 400) * 65_536).kind, 'steady');
  assert.equal(trendOf((made) => (made % 60) * 5_000).kind, 'steady');
  assert.equal(trendOf((made) => (made % 3) * 8_192).kind, 'steady');
});

test('too few calls show no proportion', () => {
  assert.equal(outsideTrend([1, 1, 2], [0, 1e6, 2e6, 4e6]).kind, 'steady');
});

function trendOf(bytesAfter: (callsMade: number) => number): ReturnType<typeof outsideTrend> {
  let made = 0;
  const external = calls.map((batch) => start + bytesAfter((made += batch)));
  return outsideTrend(calls, [start, ...external]);
}
