import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bornBefore } from '../../src/core/heap/births';
import { scatteredPlaces } from '../../src/core/causes/storePlaces';
import type { NodeBuilder } from './graphDsl';
import { JsArray, onlyCause, trackedHeap } from './trackedHeap';
import type { TrackedHeap } from './trackedHeap';

const calls = [1, 1, 1, 16, 16, 16];

test('what a tree hangs from is the holder where each call adds to another node', () => {
  const heap = offersTree();
  const { holder, objectsPerCall, size, group } = onlyCause(heap);
  assert.deepEqual(
    [holder.name, objectsPerCall, size.after, group.owners.length],
    ['offers.first', 1, allCalls + 1, 1],
  );
});

test('a node to which each call adds is the holder, also within a tree', () => {
  const heap = trackedHeap(
    (builder) => {
      const { before } = builder;
      const [app, page, list] = ['app', 'page', 'list'].map(() =>
        before.object('Widget', { location }),
      );
      const rows = new JsArray(builder);
      builder.variable('app', app!);
      app!.property('main', page!);
      page!.property('body', list!);
      list!.property('rows', rows.node);
      builder.eachCall((call) => rows.push(call.object('Widget', { location }), call));
    },
    { calls },
  );
  assert.equal(onlyCause(heap).holder.name, 'app.main.body.rows');
});

test('where survivors were put, and where the next may be, are the places to watch', () => {
  const heap = offersTree();
  const { group } = onlyCause(heap);
  const places = scatteredPlaces(heap.index, group);
  const old = places.filter(({ node }) => heap.index.births[node] === bornBefore);
  assert.ok(old.length > 1);
  assert.ok(group.survivors.every((survivor) => places.some(({ node }) => node === survivor)));
  for (const { labels } of places)
    assert.ok(labels.every((label) => ['smaller', 'larger'].includes(label)));
});

test('one place of all survivors was watched already', () => {
  const heap = trackedHeap((builder) => {
    const list = new JsArray(builder);
    builder.variable('list', list.node);
    builder.eachCall((call) => list.push(call.object('Item'), call));
  });
  assert.deepEqual(scatteredPlaces(heap.index, onlyCause(heap).group), []);
});

/** Of the class. */
const location = { scriptId: 7, line0: 1, column0: 0 };
const earlierCalls = 40;
const allCalls = earlierCalls + calls.reduce((sum, made) => sum + made, 0);

/** A binary tree that `offers.first` leads to; each call adds a leaf. */
function offersTree(): TrackedHeap {
  return trackedHeap(
    (builder) => {
      const root = builder.before.object('Offer', { location });
      const offers = builder.before.object('Offers').property('first', root);
      builder.variable('offers', offers);
      const free = sidesOf(root);
      let seed = 1;
      builder.eachCall((call) => {
        seed = (seed * 48_271) % 2_147_483_647;
        const [{ parent, side }] = free.splice(seed % free.length, 1) as [Side];
        const node = call.object('Offer', { location });
        parent.property(side, node);
        free.push(...sidesOf(node));
      });
    },
    { calls, earlierCalls },
  );
}

interface Side {
  readonly parent: NodeBuilder;
  readonly side: string;
}

function sidesOf(parent: NodeBuilder): Side[] {
  return ['smaller', 'larger'].map((side) => ({ parent, side }));
}
