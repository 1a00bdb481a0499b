import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause } from '../../src/core/causes/causes';
import { survivorsAtSite } from '../../src/inspector/describe/survivorsAtSite';

const frame = { scriptId: 7, line0: 3, column0: 0 };

/** As much of a cause as counts here. */
function cause(objectsPerCall: number, passengersPerCall = 0): Cause {
  const passengers = [{ objectsPerCall: passengersPerCall }];
  return { objectsPerCall, passengers, allocation: [frame] } as unknown as Cause;
}

/** A loop whose one function left so many objects behind in each batch. */
function loopWith(
  objects: readonly number[],
  objectsPerCall: number,
): Parameters<typeof survivorsAtSite>[0] {
  return {
    parts: [{ sites: [1], trend: { kind: 'growing', objectsPerCall } }],
    stackOf: () => [{ scriptId: '7', lineNumber: 3, columnNumber: 0 }],
    matrix: { series: () => ({ after: [{ objects }] }) },
  } as unknown as Parameters<typeof survivorsAtSite>[0];
}

test('two causes of one function have each its own survivors, by what they keep per call', () => {
  const loop = loopWith([4, 4, 8, 16], 4);
  assert.deepEqual(survivorsAtSite(loop, cause(1)), [1, 1, 2, 4]);
  assert.deepEqual(survivorsAtSite(loop, cause(1, 2)), [3, 3, 6, 12]);
});

test('of causes that hold the same objects, each has as many as it keeps', () => {
  const loop = loopWith([6, 6, 12], 6);
  assert.deepEqual(survivorsAtSite(loop, cause(1, 5)), [6, 6, 12]);
  assert.deepEqual(survivorsAtSite(loop, cause(1)), [1, 1, 2]);
});

test('one that only replaces an object by a larger one has what there is', () => {
  assert.deepEqual(survivorsAtSite(loopWith([1, 1, 2], 0), cause(0)), [1, 1, 2]);
  assert.deepEqual(survivorsAtSite(loopWith([1, 1, 2], 1), cause(0)), [1, 1, 2]);
});
