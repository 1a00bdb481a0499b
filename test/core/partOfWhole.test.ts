import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partOfWhole } from '../../src/core/causes/partOfWhole';
import { indexHeap } from '../../src/core/heap/heapIndex';
import { buildHeap, type HeapBuilder, type NodeBuilder } from './graphDsl';

const survivor = 1; // the first node after the root

test('a slice leads to the string that it was cut from', () => {
  const found = inHeap((heap, page) => {
    page.property(
      'title',
      heap.node('sliced string', '(sliced string)').internal('parent', text(heap)),
    );
  });
  assert.deepEqual(found, { kind: 'string', part: 2, wholeBytes: 4_000 });
});

test('a view leads to its buffer, with the memory outside the heap', () => {
  const found = inHeap((heap, message) => {
    const memory = heap.node('native', 'system / JSArrayBufferData', { size: 4_000 });
    const buffer = heap.object('ArrayBuffer', { size: 88 }).internal('backing_store', memory);
    message.property('tail', heap.object('Uint8Array').internal('buffer', buffer));
  });
  assert.equal(found?.kind, 'buffer');
  assert.equal(found.wholeBytes, 4_088);
});

test('a string that somebody else keeps as well is not kept by its slice', () => {
  const found = inHeap((heap, page) => {
    const whole = text(heap);
    heap.root.element(2, whole);
    page.property('title', heap.node('sliced string', '(sliced string)').internal('parent', whole));
  });
  assert.equal(found, undefined);
});

test('a slice is not the matter where most lies elsewhere', () => {
  const found = inHeap((heap, page) => {
    page.property('body', heap.object('Body', { size: 9_000 }));
    page.property(
      'title',
      heap.node('sliced string', '(sliced string)').internal('parent', text(heap)),
    );
  });
  assert.equal(found, undefined);
});

test('what keeps neither a slice nor a view keeps no whole', () => {
  const found = inHeap((heap, page) => {
    page.property('text', text(heap));
  });
  assert.equal(found, undefined);
});

function text(heap: HeapBuilder): NodeBuilder {
  return heap.node('string', 'a long text', { size: 4_000 });
}

function inHeap(
  describe: (heap: HeapBuilder, survivor: NodeBuilder) => void,
): ReturnType<typeof partOfWhole> {
  const { graph } = buildHeap((heap) => {
    const kept = heap.object('Page', { size: 32 });
    heap.root.element(1, kept);
    describe(heap, kept);
  });
  return partOfWhole(indexHeap(graph, []), survivor);
}
