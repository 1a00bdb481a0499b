import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callsBetween, steadyRise } from '../../src/core/loop/steadyRise';

const calls = callsBetween(400, 1, 4_000);

test('as many calls are made as the loop made, or as there is time for', () => {
  assert.deepEqual(calls, [100, 141, 73, 85]);
  assert.deepEqual(callsBetween(400, 20, 4_000), [50, 71, 37, 43]);
  assert.deepEqual(callsBetween(4, 9_000, 4_000), [1, 1, 1, 1]);
});

test('what gets more by the same with each call is confirmed, whatever it was before', () => {
  assert.equal(
    confirmed((made) => 1_000_000 + 300 * made),
    300,
  );
});

test('what stays, what chance makes it, and what gets more by next to nothing is not', () => {
  assert.equal(
    confirmed(() => 1_000_000),
    undefined,
  );
  assert.equal(
    confirmed((made) => 1_000_000 + 5_000 * (made % 3)),
    undefined,
  );
  assert.equal(
    confirmed((made) => 1_000_000 + 2 * made),
    undefined,
  );
});

test('a state that is emptied every so many calls is not, however many these are', () => {
  for (let period = 2; period < 300; period++) {
    for (let start = 0; start < period; start++) {
      const saw = (made: number): number => 1_000_000 + 300 * ((start + made) % period);
      assert.equal(
        confirmed(saw),
        undefined,
        `every ${String(period)} calls, from ${String(start)}`,
      );
    }
  }
});

function confirmed(bytesAfter: (made: number) => number): number | undefined {
  let made = 0;
  return steadyRise(calls, [bytesAfter(0), ...calls.map((count) => bytesAfter((made += count)))]);
}
