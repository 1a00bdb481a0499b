import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edgeLabel, type HeapGraph } from '../../src/core/heap/heapGraph';
import { buildRetainers, strongEdges } from '../../src/core/heap/retainers';
import { buildHeap } from './graphDsl';

test('retainers are the edges turned round, in their order', () => {
  const { graph } = buildHeap(({ root, object }) => {
    const [a, b, c] = [object('A'), object('B'), object('C')];
    root.element(0, a).element(1, b);
    a.property('x', c).property('y', c).weak('z', a);
    b.property('w', c);
  });
  const { firstRetainer, retainingNode, retainingEdge } = buildRetainers(graph);
  const of = (node: number): string[] =>
    Array.from({ length: firstRetainer[node + 1]! - firstRetainer[node]! }, (_, i) => {
      const slot = firstRetainer[node]! + i;
      return `${retainingNode[slot]!} ${edgeLabel(graph, retainingEdge[slot]!)}`;
    });
  assert.deepEqual([0, 1, 2, 3].map(of), [[], ['0 0', '1 z'], ['0 1'], ['1 x', '1 y', '2 w']]);
  assert.equal(firstRetainer.length, graph.nodeCount + 1);
});

test('weak edges do not hold, and shortcuts only where the root marks its global objects', () => {
  const { graph } = buildHeap(({ root, object, closure }) => {
    const [global, bound] = [object('global'), closure('native_bind')];
    root.shortcut('1', global).element(2, bound);
    bound.shortcut('bound_this', global).internal('bound_target', global).weak('cell', global);
    global.hidden(0, bound);
  });
  assert.deepEqual(strongLabels(graph), ['1', '2', '0', 'bound_target']);
});

test('the entry of a WeakMap is held by its key, not by its table', () => {
  const { graph } = buildHeap(({ root, object, node }) => {
    const table = node('array', '');
    const key = object('Key) pair in WeakMap (table @999');
    const value = object('Value (table @1)');
    root.element(0, table);
    key.weakMapEntry(table, value);
    table.internal('map', key);
  });
  const followed = strongEdges(graph);
  const labels = Array.from(followed, (strong, edge) => [strong, edgeLabel(graph, edge)]);
  assert.deepEqual(
    labels.map(([strong, label]) => [strong, String(label).slice(0, 15)]),
    [
      [1, '0'],
      [0, '0 / part of key'],
      [1, 'map'],
      [1, '0 / part of key'],
    ],
  );
});

test('properties and classes that only look like the entry of a WeakMap hold as they are', () => {
  const name = '3 / part of key (A @1) -> value (B @2) pair in WeakMap (table @3)';
  const { graph } = buildHeap(({ root, object }) => {
    const holder = object(name); // id 3
    root.element(0, holder);
    holder.property(name, root).context(name, root).internal(`${name} `, root);
  });
  assert.deepEqual([...strongEdges(graph)], [1, 1, 1, 1]);
});

function strongLabels(graph: HeapGraph): string[] {
  return [...strongEdges(graph)].flatMap((strong, edge) =>
    strong === 1 ? [edgeLabel(graph, edge)] : [],
  );
}
