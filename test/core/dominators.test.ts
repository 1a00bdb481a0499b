import assert from 'node:assert/strict';
import { test } from 'node:test';
import { immediateDominators } from '../../src/core/heap/dominators';
import type { HeapGraph } from '../../src/core/heap/heapGraph';
import { buildRetainers, strongEdges, type EdgeFilter } from '../../src/core/heap/retainers';
import { buildHeap, type NodeBuilder } from './graphDsl';
import { naiveDominators } from './dominatorsOracle';
import { randomSource } from './randomSource';

test('the dominators of the example in the paper by Lengauer and Tarjan', () => {
  const edges: Record<string, string> = {
    R: 'ABC', A: 'D', B: 'ADE', C: 'FG', D: 'L', E: 'H', F: 'I', G: 'IJ', H: 'EK', I: 'K', J: 'I', K: 'IR', L: 'H',
  }; // prettier-ignore
  const expected = { R: 'R', A: 'R', B: 'R', C: 'R', D: 'R', E: 'R', F: 'C', G: 'C', H: 'R', I: 'R', J: 'G', K: 'R', L: 'D' }; // prettier-ignore
  const nodes = new Map<string, NodeBuilder>();
  const { graph } = buildHeap(({ root, object }) => {
    for (const name of Object.keys(edges)) nodes.set(name, name === 'R' ? root : object(name));
    for (const [from, targets] of Object.entries(edges)) {
      for (const to of targets) nodes.get(from)!.property(to, nodes.get(to)!);
    }
  });
  const idom = dominators(graph);
  const names = [...nodes.keys()];
  assert.deepEqual(
    Object.fromEntries(names.map((name, ordinal) => [name, names[idom[ordinal]!]])),
    expected,
  );
});

test('1,000 random graphs agree with the definition of dominance', () => {
  for (let seed = 0; seed < 1000; seed++) {
    const graph = randomGraph(seed);
    const strong = strongEdges(graph);
    assert.deepEqual(
      immediateDominators(graph, buildRetainers(graph), strong),
      naiveDominators(graph, strong),
      `seed ${seed}`,
    );
  }
});

test('an edge that is filtered out does not count', () => {
  const { graph } = buildHeap(({ root, object }) => {
    const [a, b] = [object('A'), object('B')];
    root.element(0, a).element(1, b);
    a.property('b', b);
  });
  assert.deepEqual([...dominators(graph, Uint8Array.of(1, 0, 1))], [0, 0, 1]);
  assert.deepEqual([...dominators(graph, Uint8Array.of(1, 1, 1))], [0, 0, 0]);
});

test('what nothing strong reaches hangs on the root, with what it dominates', () => {
  const { graph } = buildHeap(({ root, object }) => {
    const [a, lost, child] = [object('A'), object('Lost'), object('Child')];
    const [left, right, tail] = [object('Left'), object('Right'), object('Tail')];
    root.element(0, a);
    a.weak('w', lost);
    lost.property('child', child).property('self', lost);
    left.property('right', right);
    right.property('left', left).property('tail', tail);
  });
  // A circle that only holds itself hangs on the root by its first node.
  assert.deepEqual([...dominators(graph)], [0, 0, 0, 2, 0, 4, 5]);
});

test('chains, ladders and stars of 200,000 nodes are done without recursion', () => {
  const size = 200_000;
  const chain = largeGraph(size, (i) => [i + 1]);
  assert.ok(dominators(chain).every((idom, node) => idom === Math.max(0, node - 1)));
  // A doubly linked list, entered at its far end: the deepest compression of paths.
  const list = largeGraph(size, (i) => (i === 0 ? [size - 1] : [i - 1, i + 1]));
  const idomOfList = dominators(list);
  assert.ok(
    idomOfList.every((idom, node) => idom === (node === size - 1 || node === 0 ? 0 : node + 1)),
  );
  const ladder = largeGraph(size, (i) => [i + 1, i + 2]);
  assert.ok(dominators(ladder).every((idom) => idom === 0));
  const star = largeGraph(size, (i) =>
    i === 0 ? Array.from({ length: size - 1 }, (_, n) => n + 1) : [0],
  );
  assert.ok(dominators(star).every((idom) => idom === 0));
});

function dominators(graph: HeapGraph, strong: EdgeFilter = strongEdges(graph)): Uint32Array {
  return immediateDominators(graph, buildRetainers(graph), strong);
}

function largeGraph(size: number, targets: (node: number) => readonly number[]): HeapGraph {
  return buildHeap(({ root, object }) => {
    const nodes = [root, ...Array.from({ length: size - 1 }, () => object('N'))];
    nodes.forEach((node, i) => {
      for (const to of targets(i)) if (to < size) node.element(0, nodes[to]!);
    });
  }).graph;
}

/** Sparse and dense, with weak edges, circles and unreachable parts. */
function randomGraph(seed: number): HeapGraph {
  const random = randomSource(seed);
  return buildHeap(({ root, object }) => {
    const nodes = [root, ...Array.from({ length: 1 + random(40) }, () => object('N'))];
    const edges = random(nodes.length * (1 + random(4)));
    for (let i = 0; i < edges; i++) {
      const [from, to] = [nodes[random(nodes.length)]!, nodes[random(nodes.length)]!];
      if (random(8) === 0) from.weak('w', to);
      else from.element(i, to);
    }
  }).graph;
}
