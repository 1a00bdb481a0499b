import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeByIdIndex } from '../../src/core/heap/heapGraph';
import { buildHeap } from './graphDsl';
import { parseText, snapshotText } from './snapshotText';

test('nodes are found by their id, also beyond 2³², and unknown ids are not', () => {
  const ids = [3, 5, 7, 2 ** 31, 2 ** 32 - 1, 2 ** 32 + 3, 2 ** 33 + 3, 2 ** 50 + 5];
  const { rows } = buildHeap(({ root, object }) => {
    for (const id of ids) root.element(id % 1000, object('Item', { id }));
  });
  const ordinalOf = nodeByIdIndex(parseText(snapshotText(rows)));
  assert.deepEqual(
    ids.map((id) => ordinalOf(id)),
    ids.map((_, i) => i + 1),
  );
  assert.equal(ordinalOf(1), 0);
  for (const id of [0, 2, 9, 2 ** 32, 2 ** 34 + 3, -1, NaN]) assert.equal(ordinalOf(id), undefined);
});

test('every node of a larger heap is found', () => {
  const { graph } = buildHeap(({ root, object }) => {
    for (let i = 0; i < 20_000; i++) root.element(i, object('Item', { id: i * 64 + 3 }));
  });
  const ordinalOf = nodeByIdIndex(graph);
  graph.nodeId.forEach((id, ordinal) => assert.equal(ordinalOf(id), ordinal));
});
