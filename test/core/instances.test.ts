import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCauses } from '../../src/core/causes/causes';
import { instancesOf } from '../../src/core/causes/instances';
import { newestTypes } from '../../src/core/causes/newestTypes';
import type { Instance } from '../../src/core/report/report';
import { dictionary, setInMap, sharedByTwo, type LeakyProgram } from './leakyHeaps';
import { trackedHeap } from './trackedHeap';

const calls = [1, 1, 1, 1];

function firstInstances(program: LeakyProgram): Instance[] {
  const heap = trackedHeap(program, { calls });
  const [cause] = findCauses(heap.index, heap.calls);
  return instancesOf(heap.index, cause!);
}

test('the first survivors are shown, those of the earliest batches first', () => {
  const instances = firstInstances(setInMap);
  assert.deepEqual(
    instances.map(({ bornIn }) => bornIn),
    [0, 1, 2, 3],
  );
  assert.ok(instances.every(({ type }) => type === 'Session'));
});

test('a backing store stands for the container whose it is', () => {
  const [{ referredBy, referrers }] = firstInstances(setInMap) as [Instance];
  assert.equal(referrers, 1);
  assert.deepEqual(
    referredBy.map(({ type, edge }) => [type, edge.kind, edge.name]),
    [['Map', 'key', '…']],
  );
});

test('the keys of a dictionary are not shown', () => {
  const [{ referredBy }] = firstInstances(dictionary) as [Instance];
  assert.deepEqual(referredBy[0]!.edge, { kind: 'key', name: '…' });
});

test('everyone who holds an object is listed', () => {
  const [{ referrers }] = firstInstances(sharedByTwo) as [Instance];
  assert.equal(referrers, 2);
});

test('what one call left behind is listed by type, the newest first, without backing stores', () => {
  const { index } = trackedHeap(setInMap, { calls });
  const newest = newestTypes(index, 2);
  assert.ok(newest.some(({ type, objects }) => type === 'Session' && objects === 1));
  assert.ok(newest.every(({ type }) => !type.startsWith('(')));
});
