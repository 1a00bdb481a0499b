import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeBuilder } from './graphDsl';
import { makeSession } from './leakyHeaps';
import { groupsOf, JsArray, trackedHeap, type TrackedHeap } from './trackedHeap';

const perChunk = 100;

/** Each chunk is a Segment with an array of items; `link` hangs a new one from the whole. */
function inChunks(
  earlierCalls: number,
  link: (whole: NodeBuilder, segments: readonly NodeBuilder[]) => void,
): TrackedHeap {
  return trackedHeap(
    (heap) => {
      const whole = heap.before.object('Queue');
      heap.variable('queue', whole);
      const segments: NodeBuilder[] = [];
      let items: JsArray;
      heap.eachCall((call) => {
        if (call.number % perChunk === 0) {
          items = new JsArray(heap);
          segments.push(call.object('Segment').property('items', items.node));
        }
        items.push(makeSession(call), call);
      });
      link(whole, segments);
    },
    { earlierCalls },
  );
}

/** `whole.head` leads to the first, each by `next` to the next, `whole.tail` to the last. */
function linked(whole: NodeBuilder, segments: readonly NodeBuilder[]): void {
  segments.forEach((segment, at) => segments[at - 1]?.property('next', segment));
  whole.property('head', segments[0]!).property('tail', segments.at(-1)!);
}

test('a queue in linked segments holds what all of them do, however little the newest has', () => {
  const found = groupsOf(inChunks(300, linked));
  assert.deepEqual(
    found.map(({ type, population }) => ({ type, population })),
    [{ type: 'Session', population: 315 }],
  );
});

test('a queue of two segments is known by its ends', () => {
  const [group] = groupsOf(inChunks(100, linked));
  assert.equal(group?.population, 115);
});

test('segments that hang from their queue by names of their own are no chunks of a whole', () => {
  const named = groupsOf(
    inChunks(300, (whole, segments) => {
      segments.forEach((segment, at) => whole.property(`segment ${String(at)}`, segment));
    }),
  );
  assert.equal(named[0]?.population, 15);
});
