import assert from 'node:assert/strict';
import { test } from 'node:test';
import { birthBatches, bornBefore, bornLate } from '../../src/core/heap/births';
import { indexHeap, nameOf, strongRetainers } from '../../src/core/heap/heapIndex';
import type { HeapGraph } from '../../src/core/heap/heapGraph';
import { buildHeap, type NodeBuilder } from './graphDsl';

test('an id tells the batch: a boundary is the last id of the batch before it', () => {
  const graph = nodesWithIds(99, 100, 101, 199, 200, 201, 300);
  assert.deepEqual([...birthBatches(graph, [100, 200, 300])].slice(1), [
    bornBefore,
    bornBefore,
    0,
    0,
    0,
    1,
    1,
  ]);
});

test('what came after the last batch, or has an id of V8 for native memory, is born late', () => {
  assert.deepEqual([...birthBatches(nodesWithIds(301, 4_000_000_002), [100, 200, 300])].slice(1), [
    bornLate,
    bornLate,
  ]);
});

test('a batch without a single new id has no births', () => {
  assert.deepEqual([...birthBatches(nodesWithIds(100, 150, 201), [100, 200, 200, 300])].slice(1), [
    bornBefore,
    0,
    2,
  ]);
});

test("V8's weak roots hold nothing, the other roots do", () => {
  let text!: NodeBuilder, kept!: NodeBuilder;
  const { graph } = buildHeap(({ root, synthetic, node, object }) => {
    const [gcRoots, weak] = [synthetic('(GC roots)'), synthetic('(Internalized strings)')];
    const strong = synthetic('(Strong root list)');
    const holder = object('Holder');
    [text, kept] = [node('string', 'text'), object('Kept')];
    root.element(1, gcRoots);
    gcRoots.element(0, weak).element(1, strong);
    weak.element(0, text).element(1, kept);
    strong.element(0, holder).element(1, kept);
    holder.property('text', text);
  });
  const index = indexHeap(graph, [10_000]);
  const holders = (node: NodeBuilder): string[] =>
    strongRetainers(index, node.ordinal).map((retainer) => nameOf(graph, retainer.node));
  assert.deepEqual([holders(text), holders(kept)], [['Holder'], ['(Strong root list)']]);
  assert.equal(nameOf(graph, index.idom[text.ordinal]!), 'Holder');
});

test('handles and microtasks are the last way to what anything else leads to', () => {
  for (const name of ['(Global handles)', '(Handle scope)', '(Microtasks)']) {
    let thing!: NodeBuilder, onlyHere!: NodeBuilder;
    const { graph } = buildHeap(({ root, synthetic, object }) => {
      const [gcRoots, handles] = [synthetic('(GC roots)'), synthetic(name)];
      const [owner, between] = [object('Owner'), object('Between')];
      [thing, onlyHere] = [object('Thing'), object('Only here')];
      root.element(1, gcRoots);
      gcRoots.element(0, handles).element(1, owner);
      handles.element(0, thing).element(1, onlyHere);
      owner.property('between', between);
      between.property('thing', thing);
    });
    const { paths, births } = indexHeap(graph, [5]);
    assert.equal(nameOf(graph, paths.parent[thing.ordinal]!), 'Between', name);
    assert.equal(nameOf(graph, paths.parent[onlyHere.ordinal]!), name);
    assert.equal(births[thing.ordinal], bornLate);
  }
});

test('a pending timer is the last way to what its callback sees', () => {
  let seen!: NodeBuilder, list!: NodeBuilder, timeout!: NodeBuilder;
  const { graph } = buildHeap(({ root, object, closure }) => {
    const [owner, between, deep] = [object('Owner'), object('Between'), object('Deep')];
    seen = object('Seen');
    list = object('TimersList');
    const context = object('system / Context').context('seen', seen);
    timeout = object('Timeout').property(
      '_onTimeout',
      closure('tick').internal('context', context),
    );
    root.element(1, list).element(2, owner);
    list.property('_idleNext', timeout);
    owner.property('between', between);
    between.property('deep', deep);
    deep.property('more', object('More').property('seen', seen));
  });
  const { paths } = indexHeap(graph, [5]);
  assert.equal(nameOf(graph, paths.parent[seen.ordinal]!), 'More');
  assert.equal(paths.parent[timeout.ordinal], list.ordinal, 'the only way to the timer itself');
});

function nodesWithIds(...ids: readonly number[]): HeapGraph {
  return buildHeap(({ root, object }) => {
    for (const id of ids) root.element(id, object('Thing', { id }));
  }).graph;
}
