import assert from 'node:assert/strict';
import { test } from 'node:test';
import { immediateDominators } from '../../src/core/heap/dominators';
import type { HeapGraph } from '../../src/core/heap/heapGraph';
import { dominatorTree, retainedSizes } from '../../src/core/heap/retainedSizes';
import { buildRetainers, strongEdges } from '../../src/core/heap/retainers';
import { buildHeap, type NodeBuilder } from './graphDsl';

test('a node retains what it alone holds', () => {
  const heap = sharedHeap();
  const sizes = retainedSizes(heap.graph, dominators(heap.graph));
  assert.deepEqual(
    heap.nodes.map(({ ordinal }) => sizes[ordinal]),
    [10, 100, 1000 + 10000, 10000, 100000],
  );
  assert.equal(sizes[0], 111_110);
});

test('dominance is told by numbers in preorder', () => {
  const { graph } = sharedHeap();
  const idom = dominators(graph);
  const tree = dominatorTree(graph, idom);
  for (let a = 0; a < graph.nodeCount; a++) {
    for (let b = 0; b < graph.nodeCount; b++) {
      assert.equal(tree.dominates(a, b), isAbove(idom, a, b), `${a} over ${b}`);
    }
  }
  assert.deepEqual([...tree.preorder].sort(), [0, 1, 2, 3, 4, 5]);
});

test('the children of a node are those that it dominates immediately, in their order', () => {
  const { graph } = sharedHeap();
  const idom = dominators(graph);
  const { firstChild, children, preorder, enter, exit } = dominatorTree(graph, idom);
  for (let node = 0; node < graph.nodeCount; node++) {
    const expected = [...idom.keys()].filter((child) => child > 0 && idom[child] === node);
    assert.deepEqual([...children.subarray(firstChild[node], firstChild[node + 1])], expected);
    const below = [...idom.keys()].filter((other) => isAbove(idom, node, other));
    assert.deepEqual([...preorder.subarray(enter[node], exit[node])].sort(), below);
  }
});

test('a chain of 200,000 links and sizes beyond 2³² add up exactly', () => {
  const length = 200_000;
  const { graph } = buildHeap(({ root, object }) => {
    let previous = root;
    for (let i = 0; i < length; i++) {
      const next = object('Link', { size: 100_000 });
      previous.element(0, next);
      previous = next;
    }
  });
  const idom = dominators(graph);
  const sizes = retainedSizes(graph, idom);
  assert.equal(sizes[0], length * 100_000);
  assert.equal(sizes[length], 100_000);
  assert.equal(dominatorTree(graph, idom).exit[1], length + 1);
});

/** A diamond: left and right both hold `shared`, which holds `leaf`; `lost` is held weakly. */
function sharedHeap(): { readonly graph: HeapGraph; readonly nodes: readonly NodeBuilder[] } {
  const nodes: NodeBuilder[] = [];
  const { graph } = buildHeap(({ root, object }) => {
    const left = object('Left', { size: 10 });
    const right = object('Right', { size: 100 });
    const shared = object('Shared', { size: 1000 });
    const leaf = object('Leaf', { size: 10_000 });
    const lost = object('Lost', { size: 100_000 });
    nodes.push(left, right, shared, leaf, lost);
    root.element(0, left).element(1, right);
    left.property('s', shared).weak('w', lost);
    right.property('s', shared);
    shared.property('l', leaf);
  });
  return { graph, nodes };
}

function dominators(graph: HeapGraph): Uint32Array {
  return immediateDominators(graph, buildRetainers(graph), strongEdges(graph));
}

function isAbove(idom: Uint32Array, a: number, b: number): boolean {
  for (let node = b; ; node = idom[node]!) {
    if (node === a) return true;
    if (node === 0) return false;
  }
}
