import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFilesTrend } from '../../src/core/loop/openFilesTrend';

const calls = [1, 1, 2, 4, 8, 16, 32];
const steady = { kind: 'steady' };

test('a descriptor that each call leaves open is growth', () => {
  assert.deepEqual(
    openFilesTrend(
      calls,
      opened((made) => made),
    ),
    { kind: 'growing', perCall: 1 },
  );
});

test('one of two calls is enough', () => {
  const every = opened((made) => Math.floor(made / 2));
  assert.deepEqual(openFilesTrend(calls, every), { kind: 'growing', perCall: 0.5 });
});

test('what is closed again is none', () => {
  assert.deepEqual(
    openFilesTrend(
      calls,
      opened(() => 0),
    ),
    steady,
  );
});

test('a pool that is filled is none', () => {
  assert.deepEqual(
    openFilesTrend(
      calls,
      opened((made) => Math.min(made, 20)),
    ),
    steady,
  );
});

test('what a few calls open at first tells nothing yet', () => {
  assert.deepEqual(
    openFilesTrend(
      calls.slice(0, 5),
      opened((made) => made),
    ),
    steady,
  );
});

test('one that some batch happened to open is none', () => {
  assert.deepEqual(
    openFilesTrend(
      calls,
      opened((made) => (made > 50 ? 1 : 0)),
    ),
    steady,
  );
});

/** Descriptors before the first batch, 20, and after each. */
function opened(by: (callsMade: number) => number): number[] {
  let made = 0;
  return [20, ...calls.map((count) => 20 + by((made += count)))];
}
