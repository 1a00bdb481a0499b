import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  distancesFromRoot,
  noEdge,
  systemDistance,
  type DistanceOptions,
} from '../../src/core/heap/distances';
import { edgeLabel, type HeapGraph } from '../../src/core/heap/heapGraph';
import { lastEdges } from '../../src/core/heap/lastEdges';
import { strongEdges } from '../../src/core/heap/retainers';
import { buildHeap, type NodeBuilder } from './graphDsl';

test('a longer path from a global object wins over a short one from the system roots', () => {
  let leaf!: NodeBuilder, hidden!: NodeBuilder;
  const { graph } = buildHeap(({ root, object, synthetic }) => {
    const [gcRoots, global, middle] = [synthetic('(GC roots)'), object('global'), object('Middle')];
    [leaf, hidden] = [object('Leaf'), object('Hidden')];
    root.element(1, gcRoots).shortcut('2', global);
    gcRoots.element(0, leaf).element(1, hidden);
    global.property('middle', middle);
    middle.property('leaf', leaf);
  });
  const { distance } = distances(graph);
  assert.equal(distance[leaf.ordinal], 3);
  assert.equal(distance[hidden.ordinal], systemDistance + 2);
  assert.deepEqual(path(graph, leaf), ['2', 'middle', 'leaf']);
  assert.deepEqual(path(graph, hidden), ['1', '1']);
  assert.deepEqual(path(graph, leaf, { roots: 'equal' }), ['1', '0']);
  assert.equal(distances(graph, { roots: 'equal' }).distance[leaf.ordinal], 2);
});

test('nodes to be taken last lead only to what nothing else leads to', () => {
  let item!: NodeBuilder, only!: NodeBuilder, handles!: NodeBuilder;
  const { graph } = buildHeap(({ root, object, synthetic }) => {
    const [gcRoots, a, b] = [synthetic('(GC roots)'), object('A'), object('B')];
    [item, only, handles] = [object('Item'), object('Only'), synthetic('(Global handles)')];
    root.element(1, gcRoots);
    gcRoots.element(0, handles).element(1, a);
    handles.element(7, item).element(8, only);
    a.property('b', b);
    b.property('item', item);
    only.property('item', item);
  });
  assert.deepEqual(path(graph, item), ['1', '0', '7']);
  const last = [handles.ordinal];
  assert.deepEqual(path(graph, item, { last }), ['1', '1', 'b', 'item']);
  assert.deepEqual(path(graph, only, { last }), ['1', '0', '8']);
  assert.equal(distances(graph, { last }).distance[only.ordinal], 3);
});

test('edges to be taken last lead only to what nothing else leads to', () => {
  let value!: NodeBuilder, only!: NodeBuilder;
  const { graph } = buildHeap(({ root, object }) => {
    const [key, table, long] = [object('Key'), object('Table'), object('Long')];
    [value, only] = [object('Value'), object('Only')];
    root.element(1, key).element(2, long);
    const entry = (of: string): string =>
      `3 / part of key (Key @${key.id}) -> value (${of} @9) pair in WeakMap (table @${table.id})`;
    key.internal(entry('Value'), value).internal(entry('Only'), only);
    long.property('next', object('Longer').property('cache', value));
  });
  const last = { lastEdges: lastEdges(graph) };
  assert.equal(path(graph, value).length, 2, 'the entry is the shortest path');
  assert.deepEqual(path(graph, value, last), ['2', 'next', 'cache']);
  assert.equal(path(graph, only, last).length, 2);
});

test('who loaded a module first is no path to what it has, where another one is', () => {
  let store!: NodeBuilder;
  const { graph } = buildHeap(({ root, object }) => {
    const [main, other] = [object('Module'), object('Module')];
    store = object('Store');
    root
      .element(1, main)
      .element(2, object('Function').property('context', object('C').property('store', store)));
    main.property('children', other);
    other.property('exports', store);
  });
  assert.deepEqual(path(graph, store), ['1', 'children', 'exports']);
  assert.deepEqual(path(graph, store, { lastEdges: lastEdges(graph) }), ['2', 'context', 'store']);
});

test('the registers of a module that awaited are no path to what a variable of it has', () => {
  let store!: NodeBuilder;
  const { graph } = buildHeap(({ root, object }) => {
    const [module, scope] = [object('Generator'), object('system / Context')];
    store = object('Store');
    root.element(1, module);
    module.hidden(3, store).internal('context', scope);
    scope.context('store', store);
  });
  assert.deepEqual(path(graph, store), ['1', '3']);
  assert.deepEqual(path(graph, store, { lastEdges: lastEdges(graph) }), ['1', 'context', 'store']);
});

test('what only weak edges lead to has no distance and no path', () => {
  let lost!: NodeBuilder;
  const { graph } = buildHeap(({ root, object }) => {
    const cell = object('WeakRef');
    lost = object('Lost');
    root.element(0, cell);
    cell.weak('target', lost);
    lost.property('self', lost);
  });
  const { distance, parentEdge, parent } = distances(graph);
  assert.deepEqual(
    [distance[lost.ordinal], parentEdge[lost.ordinal], parent[lost.ordinal]],
    [-1, noEdge, 0],
  );
  assert.equal(parentEdge[0], noEdge);
});

test('the value of a WeakMap is reached through its key', () => {
  let value!: NodeBuilder;
  const { graph } = buildHeap(({ root, object, node }) => {
    const [table, key] = [node('array', ''), object('Key')];
    value = object('Value');
    root.element(0, table).element(1, object('Far').property('key', key));
    key.weakMapEntry(table, value);
  });
  const labels = path(graph, value);
  assert.deepEqual(labels.slice(0, 2), ['1', 'key']);
  assert.match(labels[2]!, /^0 \/ part of key \(Key @\d+\)/);
});

test('a chain of 200,000 links is walked to its end', () => {
  const length = 200_000;
  const { graph } = buildHeap(({ root, object }) => {
    let previous = root;
    for (let i = 0; i < length; i++) {
      const next = object('Link');
      previous.element(0, next);
      previous = next;
    }
  });
  // The first link is the root's own child, which makes it a global object.
  assert.equal(distances(graph).distance[length], length);
});

function distances(graph: HeapGraph, options?: DistanceOptions) {
  return distancesFromRoot(graph, strongEdges(graph), options);
}

/** Labels of the edges from the root to the node. */
function path(graph: HeapGraph, to: NodeBuilder, options?: DistanceOptions): string[] {
  const { parentEdge, parent } = distances(graph, options);
  const labels: string[] = [];
  for (let node = to.ordinal; parentEdge[node] !== noEdge; node = parent[node]!) {
    labels.unshift(edgeLabel(graph, parentEdge[node]!));
  }
  return labels;
}
