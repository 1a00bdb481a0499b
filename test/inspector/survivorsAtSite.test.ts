import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause } from '../../src/core/causes/causes';
import { survivorsAtSite } from '../../src/inspector/describe/survivorsAtSite';

const frame = { scriptId: 7, line0: 3, column0: 0 };

/** As much of a cause as counts here. */
function cause(objectsPerCall: number, passengersPerCall = 0): Cause {
  const passengers = [{ objectsPerCall: passengersPerCall }];
  const group = { sharedWith: [] };
  return { objectsPerCall, passengers, group, allocation: [frame] } as unknown as Cause;
}

/** A loop whose one function left so many objects behind in each batch. */
function loopWith(objects: readonly number[]): Parameters<typeof survivorsAtSite>[0] {
  return {
    parts: [{ sites: [1], trend: { kind: 'growing' } }],
    stackOf: () => [{ scriptId: '7', lineNumber: 3, columnNumber: 0 }],
    matrix: { series: () => ({ after: [{ objects }] }) },
  } as unknown as Parameters<typeof survivorsAtSite>[0];
}

test('two causes of one function have each its own survivors, by what they keep per call', () => {
  const [one, three] = [cause(1), cause(1, 2)];
  const loop = loopWith([4, 4, 8, 16]);
  assert.deepEqual(survivorsAtSite(loop, [one, three], one), [1, 1, 2, 4]);
  assert.deepEqual(survivorsAtSite(loop, [one, three], three), [3, 3, 6, 12]);
});

test('a cause alone, and one that holds the same objects as the other, have them all', () => {
  const [first, second] = [cause(1), cause(1)];
  const sharing = { ...second, group: { ...second.group, sharedWith: [first.group] } } as Cause;
  const loop = loopWith([1, 1, 2]);
  assert.deepEqual(survivorsAtSite(loop, [first], first), [1, 1, 2]);
  assert.deepEqual(survivorsAtSite(loop, [first, sharing], sharing), [1, 1, 2]);
});
