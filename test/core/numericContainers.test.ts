import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largestContainers } from '../../src/core/causes/numericContainers';
import { indexHeap, nameOf } from '../../src/core/heap/heapIndex';
import { buildHeap, type HeapBuilder, type NodeBuilder } from './graphDsl';

test('old containers come by the sizes of their backing stores, largest first', () => {
  const found = containers(1000, ({ add, store }) => {
    add('Array').internal('elements', store(5000));
    add('Map').internal('table', store(80_000));
    add('Set').internal('table', store(20_000));
    add('Small').internal('elements', store(999));
    add('Exact').internal('elements', store(1000));
  });
  assert.deepEqual(found, ['Map', 'Set', 'Array', 'Exact']);
});

test('a container counts by the largest of its stores, and once', () => {
  const found = containers(1000, ({ add, store }) => {
    add('Two stores').internal('elements', store(1500)).internal('properties', store(9000));
    add('Many small ones').internal('elements', store(900)).internal('properties', store(900));
    add('Between').internal('elements', store(5000));
  });
  assert.deepEqual(found, ['Two stores', 'Between']);
});

test('the store may be new, as growth replaces it, but the container is not', () => {
  const found = containers(1000, ({ add, store }) => {
    add('Old').internal('elements', store(5000, { id: 1501 }));
    add('New', { id: 1503 }).internal('elements', store(5000, { id: 1505 }));
    add('Late', { id: 9001 }).internal('elements', store(5000));
  });
  assert.deepEqual(found, ['Old']);
});

test("what is no object of the program's own is no container", () => {
  const found = containers(1, ({ heap, add, store }) => {
    const closure = heap.closure('fn').internal('feedback', store(5000));
    const context = heap.object('system / Context').internal('table', store(5000));
    const hidden = heap.node('hidden', 'system / Cell').internal('value', store(5000));
    heap.root.element(91, closure).element(92, context).element(93, hidden);
    heap.root.element(94, store(5000));
    add('Mine').internal('elements', store(1));
    add('Empty').internal('elements', store(0));
  });
  assert.deepEqual(found, ['Mine']);
});

interface Scene {
  readonly heap: HeapBuilder;
  /** An object that the root holds. */
  readonly add: (name: string, options?: { readonly id?: number }) => NodeBuilder;
  readonly store: (size: number, options?: { readonly id?: number }) => NodeBuilder;
}

/** Names of the containers found; ids up to 999 are old, up to 1,999 and 2,999 of the tracked batches. */
function containers(leastBytes: number, describe: (scene: Scene) => void): string[] {
  let next = 0;
  const { graph } = buildHeap((heap) => {
    describe({
      heap,
      add: (name, options) => {
        const node = heap.object(name, options);
        heap.root.element(next++, node);
        return node;
      },
      store: (size, options) => heap.node('array', '(object elements)', { ...options, size }),
    });
  });
  const index = indexHeap(graph, [999, 1999, 2999]);
  return largestContainers(index, leastBytes).map((node) => nameOf(graph, node));
}
