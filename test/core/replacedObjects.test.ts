import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  replacedObjects,
  replacementCause,
  wasSeenToGrow,
} from '../../src/core/causes/replacedObjects';
import { nameOf } from '../../src/core/heap/heapIndex';
import type { NodeBuilder } from './graphDsl';
import { trackedHeap, type TrackedHeap } from './trackedHeap';

test('a string that each call replaces by a longer one is held by its variable', () => {
  const heap = withText((text, { moduleContext }) => moduleContext.context('text', text));
  const [found = assert.fail(), ...more] = replacedObjects(heap.index, 4_000);
  assert.deepEqual(more, []);
  assert.deepEqual([found.bytes, found.isFull], [5_000, true]);
  const cause = replacementCause(heap.index, found, { bytesPerCall: 200, calls: 10 });
  const { holder, type, bytesPerCall, objectsPerCall, size } = cause;
  assert.deepEqual(
    [holder.name, type.name, bytesPerCall, objectsPerCall],
    ['text', 'string', 200, 0],
  );
  assert.deepEqual(size, { before: 3_000, after: 5_000 });
});

test('what is new in an old place counts where the loop saw something of its size grow', () => {
  const heap = withText((text, { moduleContext }) => moduleContext.context('text', text));
  const [found = assert.fail()] = replacedObjects(heap.index, 4_000);
  assert.ok(wasSeenToGrow(found, [64, 4_800]), 'it has grown since');
  assert.ok(!wasSeenToGrow(found, []), 'nothing grew by replacement');
  assert.ok(!wasSeenToGrow(found, [64]), 'something else grew, a text of 5 kB is no part of it');
  assert.ok(!wasSeenToGrow(found, [50_000]), 'what grew does not get smaller');
});

test('a property with one new object is a place, not a key of a dictionary', () => {
  const heap = withText((text, { variable, page }) => {
    variable('page', page.property('html', text));
  });
  const [found = assert.fail()] = replacedObjects(heap.index, 4_000);
  const { holder } = replacementCause(heap.index, found, { bytesPerCall: 200, calls: 25 });
  assert.equal(holder.name, 'page.html');
});

test('a text is as large as the pieces that V8 put it together of', () => {
  const heap = trackedHeap((builder) => {
    const newest: NodeBuilder[] = [];
    builder.eachCall((call) => {
      const piece = (): NodeBuilder => call.node('string', 'a piece', { size: 100 * call.number });
      newest[0] = call
        .node('concatenated string', '(concatenated string)', { size: 32 })
        .internal('first', piece())
        .internal('second', piece());
    });
    builder.variable('text', newest[0]!);
  });
  assert.deepEqual(
    replacedObjects(heap.index, 4_000).map(({ bytes }) => bytes),
    [4_832],
  );
});

test('the size of a copied list is that of its backing store, which its list may not fill', () => {
  const heap = trackedHeap((builder) => {
    const newest: NodeBuilder[] = [];
    builder.eachCall((call) => {
      const store = call.node('array', '(object elements)', { size: 200 * call.number });
      newest[0] = call.object('Array').internal('elements', store);
    });
    builder.variable('readings', newest[0]!);
  });
  const [found = assert.fail()] = replacedObjects(heap.index, 4_000);
  assert.deepEqual([found.isFull, nameOf(heap.index.graph, found.container)], [false, 'Array']);
});

test('what is smaller, or was there before the calls, is no replacement', () => {
  const heap = withText((text, { moduleContext }) => moduleContext.context('text', text));
  assert.deepEqual(replacedObjects(heap.index, 6_000), []);
  const old = trackedHeap((builder) => {
    builder.variable('old', builder.before.node('string', 'old', { size: 9_000 }));
    builder.eachCall(() => {});
  });
  assert.deepEqual(replacedObjects(old.index, 4_000), []);
});

/** Each call makes a text of 200 bytes more; the last one is kept. */
function withText(
  keep: (
    text: NodeBuilder,
    program: {
      readonly moduleContext: NodeBuilder;
      readonly page: NodeBuilder;
      readonly variable: (name: string, value: NodeBuilder) => void;
    },
  ) => void,
): TrackedHeap {
  return trackedHeap((builder) => {
    const texts: NodeBuilder[] = [];
    builder.eachCall((call) => {
      texts[0] = call.node('string', 'text', { size: 200 * (call.number + 1) });
    });
    keep(texts[0]!, {
      moduleContext: builder.moduleContext,
      page: builder.before.object('Object'),
      variable: (name, value) => {
        builder.variable(name, value);
      },
    });
  });
}
