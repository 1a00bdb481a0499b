import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause } from '../../src/core/causes/causes';
import { chainTo, chainToNode, type HeapLink } from '../../src/core/causes/chain';
import { isInternalLink, linkLabel } from '../../src/core/causes/chainLabels';
import type { GrowthGroup } from '../../src/core/causes/frontier';
import { indexHeap, nameOf, type HeapIndex } from '../../src/core/heap/heapIndex';
import { buildHeap, type HeapBuilder, type NodeBuilder } from './graphDsl';
import {
  appendedList,
  dictionary,
  intervals,
  listeners,
  prependedList,
  promiseReactions,
  pushedToArray,
  setInMap,
  type LeakyProgram,
} from './leakyHeaps';
import { onlyCause, trackedHeap } from './trackedHeap';

const toModule = '(GC roots) → [1] → exports → handleRequest';

test('a chain leads from the root over the owner to the earliest survivor', () => {
  const { index, calls } = trackedHeap(pushedToArray);
  const { chain } = onlyCause({ index, calls });
  assert.deepEqual(chain.map(({ node }) => nameOf(index.graph, node)).slice(0, 2), [
    '',
    '(GC roots)',
  ]);
  assert.deepEqual(
    chain.map(({ edge }) => edge && `${edge.kind} ${edge.name}`),
    [
      undefined,
      'element 1',
      'element 1',
      'property exports',
      'property handleRequest',
      'internal context',
      'context sessions',
      'element 10',
    ],
  );
  assert.deepEqual(
    chain.flatMap(({ node, isOwner }) => (isOwner ? [nameOf(index.graph, node)] : [])),
    ['Array'],
  );
  assert.equal(index.births[chain.at(-1)!.node], 0);
});

const shown: Readonly<Record<string, [LeakyProgram, string]>> = {
  'an array': [pushedToArray, `${toModule} → sessions → [10]`],
  'a Map': [setInMap, `${toModule} → byId → Session`],
  'a list that a variable begins': [prependedList, `${toModule} → push → head → head → next ×14`],
  'a list that grows at its end': [appendedList, `${toModule} → queue → head → next ×10`],
  'a dictionary, whose keys are data,': [dictionary, `${toModule} → byName → […]`],
  'a promise': [promiseReactions, `${toModule} → forever`],
  listeners: [listeners('on'), `${toModule} → bus → _events → bus 'tick' listeners → [10]`],
};

for (const [name, [program, expected]] of Object.entries(shown)) {
  test(`the chain of ${name}, without V8's own links, reads in source terms`, () => {
    assert.equal(readable(program), expected);
  });
}

test('a ring of timers is one link, counted', () => {
  assert.match(readable(intervals), / → active timers → _idle(Next|Prev) ×\d+$/);
});

test('a list is counted cell by cell, and never takes the owner in', () => {
  let queue!: NodeBuilder, survivor!: NodeBuilder;
  const index = indexed(({ root, object }) => {
    const cells = ['Cell', 'Cell', 'Cell', 'Cell', 'Cell'].map((name) => object(name));
    queue = cells[1]!;
    survivor = cells[4]!;
    root.property('next', cells[0]!);
    cells.reduce((from, to) => {
      from.property('next', to);
      return to;
    });
  });
  const chain = chainTo(index, groupOf(queue, survivor));
  assert.deepEqual(
    chain.map(({ edge, repeats, isOwner }) => [edge?.name, repeats, isOwner]),
    [
      [undefined, 1, false],
      ['next', 1, false],
      ['next', 1, true],
      ['next', 3, false],
    ],
  );
  assert.equal(chain.at(-1)?.node, survivor.ordinal, 'the last of the list stands for it');
});

test('a list whose cells are two objects in turn, such as a chain of promises, is shown once', () => {
  let last!: NodeBuilder;
  const index = indexed(({ root, object }) => {
    let at = object('Promise');
    root.property('first', at);
    for (let cell = 0; cell < 3; cell++) {
      const [reaction, promise] = [object('Reaction'), object('Promise')];
      at.property('reactions', reaction);
      reaction.property('promise', promise);
      at = promise;
    }
    last = at;
  });
  assert.deepEqual(
    chainTo(index, groupOf({ ordinal: 0 }, last)).map(({ edge, repeats }) => [edge?.name, repeats]),
    [
      [undefined, 1],
      ['first', 1],
      ['reactions', 3],
      ['promise', 3],
    ],
  );
});

test('links of another edge, kind or type are not repeats', () => {
  let last!: NodeBuilder;
  const index = indexed(({ root, object }) => {
    const names = ['Cell', 'Cell', 'Other', 'Other', 'Other'];
    const nodes = names.map((name) => object(name));
    last = nodes[4]!;
    root.property('a', nodes[0]!);
    nodes[0]!.property('b', nodes[1]!);
    nodes[1]!.property('b', nodes[2]!);
    nodes[2]!.property('b', nodes[3]!);
    nodes[3]!.context('b', last);
  });
  assert.deepEqual(
    chainTo(index, groupOf({ ordinal: 0 }, last)).map(({ repeats }) => repeats),
    [1, 1, 1, 2, 1],
  );
});

test('the earliest survivor is at the end, whichever comes first in the group', () => {
  let [early, late, owner]: NodeBuilder[] = [];
  const index = indexed(
    ({ root, object }) => {
      owner = object('Owner', { id: 5 });
      late = object('Late', { id: 301 });
      early = object('Early', { id: 101 });
      root.element(1, owner);
      owner.property('late', late).property('early', early);
    },
    [99, 199, 299, 399],
  );
  assert.equal(chainTo(index, groupOf(owner!, late!, early!)).at(-1)?.node, early!.ordinal);
});

test('of survivors that several owners have, one of the first owner is at the end', () => {
  let [early, late, owner]: NodeBuilder[] = [];
  const index = indexed(
    ({ root, object }) => {
      [owner, late] = [object('Owner', { id: 5 }), object('Late', { id: 301 })];
      const like = object('Owner', { id: 7 });
      early = object('Early', { id: 101 });
      root.element(1, owner).element(2, like);
      owner.property('late', late);
      like.property('early', early);
    },
    [99, 199, 299, 399],
  );
  assert.equal(chainTo(index, groupOf(owner!, early!, late!)).at(-1)?.node, late!.ordinal);
});

test('a property of the program says more than the store that it is in', () => {
  let owner!: NodeBuilder, value!: NodeBuilder;
  const index = indexed(({ root, object, node }) => {
    owner = object('Dictionary');
    value = object('Value');
    const store = node('array', 'store');
    root.element(1, owner);
    owner.internal('properties', store).internal('cached', value).property('key', value);
    store.internal('3', value);
  });
  assert.deepEqual(
    chainTo(index, groupOf(owner, value)).map(({ edge }) => edge?.name),
    [undefined, '1', 'key'],
  );
});

test('a survivor that the owner does not lead to follows it without an edge', () => {
  let owner!: NodeBuilder, stray!: NodeBuilder;
  const index = indexed(({ root, object }) => {
    [owner, stray] = [object('Owner'), object('Stray')];
    root.element(1, owner).element(2, stray);
  });
  const chain = chainTo(index, groupOf(owner, stray));
  assert.deepEqual(
    chain.map(({ node, edge }) => [node, edge?.name]),
    [
      [0, undefined],
      [owner.ordinal, '1'],
      [stray.ordinal, undefined],
    ],
  );
});

test('the chain to a node ends with it, the owner', () => {
  let map!: NodeBuilder;
  const index = indexed(({ root, object }) => {
    map = object('Map');
    root.element(1, object('Holder').property('byId', map));
  });
  assert.deepEqual(
    chainToNode(index, map.ordinal).map(({ edge, isOwner }) => [edge?.name, isOwner]),
    [
      [undefined, false],
      ['1', false],
      ['byId', true],
    ],
  );
});

test('links tell where V8 says that their function or class stands', () => {
  let last!: NodeBuilder;
  const location = { scriptId: 7, line0: 3, column0: 9 };
  const index = indexed(({ root, closure, object }) => {
    last = object('Made');
    root.element(1, closure('make', { location }).property('made', last));
  });
  assert.deepEqual(
    chainToNode(index, last.ordinal).map(({ position }) => position),
    [undefined, location, undefined],
  );
});

test('a key as long as a page is cut', () => {
  let value!: NodeBuilder;
  const index = indexed(({ root, object }) => {
    value = object('Value');
    root.element(1, object('Dictionary').property('k'.repeat(5000), value));
  });
  assert.equal(chainToNode(index, value.ordinal).at(-1)?.edge?.name.length, 200);
});

test("V8's own links are internal, the program's are not, and the owner never is", () => {
  const internal = (describe: (heap: HeapBuilder) => NodeBuilder, isOwner = false): boolean => {
    let last!: NodeBuilder;
    const index = indexed((heap) => {
      last = describe(heap);
    });
    return isInternalLink(index, { ...chainToNode(index, last.ordinal).at(-1)!, isOwner });
  };
  const element = (node: (heap: HeapBuilder) => NodeBuilder) => (heap: HeapBuilder) => {
    const made = node(heap);
    heap.root.element(1, made);
    return made;
  };
  assert.equal(internal(element(({ node }) => node('array', '(object elements)'))), true);
  assert.equal(internal(element(({ node }) => node('hidden', 'system / Cell'))), true);
  assert.equal(internal(element(({ node }) => node('code', 'system / Code'))), true);
  assert.equal(internal(element(({ object }) => object('system / Context'))), true);
  assert.equal(internal(element(({ synthetic }) => synthetic(''))), true);
  assert.equal(internal(element(({ synthetic }) => synthetic('(GC roots)'))), false);
  assert.equal(internal(element(({ object }) => object('Session'))), false);
  assert.equal(
    internal(
      element(({ object }) => object('system / Context')),
      true,
    ),
    false,
  );
});

test('a prototype is called one, and the root a root', () => {
  const { index, calls } = trackedHeap(pushedToArray);
  const cause = onlyCause({ index, calls });
  const link = (edge: HeapLink['edge'], node: number): HeapLink => ({
    node,
    isOwner: false,
    repeats: 1,
    ...(edge === undefined ? {} : { edge }),
  });
  const session = cause.chain.at(-1)!.node;
  const label = (each: HeapLink): string => linkLabel(index, each, cause);
  assert.equal(label(link({ kind: 'property', name: '__proto__' }, session)), 'prototype');
  assert.equal(label(link({ kind: 'internal', name: 'table' }, session)), 'Session');
  assert.equal(label(link(undefined, session)), 'Session');
  assert.equal(label(link(undefined, 0)), 'GC root');
});

/** The chain of a program's only cause as a reader sees it. */
function readable(program: LeakyProgram): string {
  const { index, calls } = trackedHeap(program);
  const cause: Cause = onlyCause({ index, calls });
  return cause.chain
    .filter((link) => !isInternalLink(index, link))
    .map((link) => {
      const times = link.repeats > 1 ? ` ×${String(link.repeats)}` : '';
      return `${linkLabel(index, link, cause)}${times}`;
    })
    .join(' → ');
}

function indexed(
  describe: (heap: HeapBuilder) => void,
  boundaries: readonly number[] = [10_000],
): HeapIndex {
  return indexHeap(buildHeap(describe).graph, boundaries);
}

function groupOf(
  owner: Pick<NodeBuilder, 'ordinal'>,
  ...survivors: readonly NodeBuilder[]
): GrowthGroup {
  return {
    owner: owner.ordinal,
    owners: [owner.ordinal],
    survivors: survivors.map(({ ordinal }) => ordinal),
    links: [],
    perBatch: [],
    bytesPerBatch: [],
    sharedBytesPerBatch: [],
    passengers: [],
    sharedWith: [],
    population: survivors.length,
  };
}
