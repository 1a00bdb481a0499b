import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthGroups, type GrowthGroup } from '../../src/core/causes/frontier';
import { typeKeyOf } from '../../src/core/causes/typeKey';
import { edgeLabel } from '../../src/core/heap/heapGraph';
import { nameOf } from '../../src/core/heap/heapIndex';
import {
  appendedList,
  buffers,
  dictionary,
  intervals,
  listeners,
  makeSession,
  pendingTimers,
  prependedList,
  promiseReactions,
  pushedToArray,
  setInMap,
  sharedByTwo,
  weakMapValues,
  type LeakyProgram,
} from './leakyHeaps';
import { buildHeap, type NodeBuilder } from './graphDsl';
import { indexHeap } from '../../src/core/heap/heapIndex';
import { groupsOf, JsArray, JsTable, trackedHeap, type TrackedHeap } from './trackedHeap';

/** The rule: every call adds one, and the owner holds those of the earlier calls too. */
const oneEach = { perBatch: [1, 1, 1, 6, 6], population: 25 };

const holders: Readonly<Record<string, [LeakyProgram, ReturnType<typeof groupsOf>[number]]>> = {
  'an array holds what is pushed to it': [
    pushedToArray,
    { owner: 'Array', type: 'Session', ...oneEach },
  ],
  'a Map holds the values that are set in it': [
    setInMap,
    { owner: 'Map', type: 'Session', ...oneEach },
  ],
  'an object holds the objects that are its values, though they are Objects as it is': [
    dictionary,
    { owner: 'Object', type: 'Object', ...oneEach },
  ],
  'a scope holds the list that a variable of it begins': [
    prependedList,
    { owner: 'Context', type: 'Cell', ...oneEach },
  ],
  'an object holds the list that grows at its end, not the last old cell': [
    appendedList,
    { owner: 'Queue', type: 'Cell', perBatch: [1, 1, 1, 1, 2], population: 25 },
  ],
  "Node's list of timers holds them, not their neighbours": [
    intervals,
    { owner: 'TimersList', type: 'Timeout', ...oneEach },
  ],
  'an array of listeners holds them, and not what once wraps them with': [
    listeners('once'),
    { owner: 'Array', type: 'onTick', ...oneEach },
  ],
  'a promise holds the reactions that wait for it': [
    promiseReactions,
    { owner: 'Promise', type: 'PromiseReaction', ...oneEach },
  ],
  'an array holds buffers with their native memory, which V8 numbers late': [
    buffers,
    { owner: 'Array', type: 'Buffer', ...oneEach },
  ],
  'who holds the keys holds the values of a WeakMap, which itself holds nothing': [
    weakMapValues,
    { owner: 'Array', type: 'Session', ...oneEach },
  ],
};

for (const [name, [program, expected]] of Object.entries(holders)) {
  test(name, () => {
    assert.deepEqual(groupsOf(trackedHeap(program)), [expected]);
    const single = groupsOf(trackedHeap(program, { calls: [1, 1, 1, 1] }));
    const { owner, type } = expected;
    assert.deepEqual(single, [{ owner, type, perBatch: [1, 1, 1, 1], population: 14 }]);
  });
}

test('a chain that two hold at its new end, so that neither dominates it, hangs from the nearer one', () => {
  const heap = trackedHeap((program) => {
    const log = program.before.object('Log');
    const undo = program.before.object('Undo');
    program.global.property('log', log);
    program.variable('undo', undo);
    let write = program.before.closure('write');
    let scope: NodeBuilder | undefined;
    let last: NodeBuilder | undefined;
    program.eachCall((call) => {
      scope = call.object('system / Context').context('before', write);
      last = call.object('Entry').property('now', call.closure('now').internal('context', scope));
      write = call.closure('write').internal('context', scope);
    });
    log.property('write', write);
    undo.property('last', last!);
  });
  const writes = groupsOf(heap).filter(({ type }) => type === 'write');
  assert.deepEqual(
    writes.map(({ owner, population }) => ({ owner, population })),
    // With the one that was there at first.
    [{ owner: 'Log', population: 26 }],
  );
});

test('a timer in hand while the snapshot is taken does not cut its list in two', () => {
  const heap = trackedHeap((program) => {
    const timers = pendingTimers(program);
    const stack = program.before.node('synthetic', '(Stack roots)').element(1, timers[3]!);
    program.gcRoots.element(9, stack);
  });
  assert.deepEqual(groupsOf(heap), [{ owner: 'TimersList', type: 'Timeout', ...oneEach }]);
});

test('all that a survivor alone holds leaks along with it, native memory too', () => {
  assert.deepEqual(bytesPerBatch(pushedToArray), [64, 64, 64, 384, 384]);
  assert.deepEqual(bytesPerBatch(buffers), [20_184, 20_184, 20_184, 121_104, 121_104]);
  // In a list, the newest cell of a batch holds all of the batch.
  assert.deepEqual(bytesPerBatch(prependedList), [96, 96, 96, 576, 576]);
});

test('keys are passengers of the values that are set with them', () => {
  const [{ passengers } = assert.fail()] = groups(trackedHeap(setInMap));
  // The name that the session holds, and the key that the table holds.
  const strings = passengers.map(({ countPerBatch, bytesPerBatch: bytes }) => [
    countPerBatch,
    bytes,
  ]);
  assert.deepEqual(strings, [
    [
      [2, 2, 2, 12, 12],
      [48, 48, 48, 288, 288],
    ],
  ]);
});

test('what several survivors of one holder keep alive together leaks along with them', () => {
  const [{ bytesPerBatch: bytes, passengers } = assert.fail(), ...more] = groups(
    trackedHeap((builder) => {
      const handles = new JsArray(builder);
      builder.variable('handles', handles.node);
      builder.eachCall((call) => {
        const child = call
          .object('Child', { size: 100 })
          .property('state', call.object('State', { size: 20 }));
        for (const name of ['Input', 'Output']) {
          handles.push(call.object('Pipe', { size: 8 }).property(name, child), call);
        }
      });
    }),
  );
  assert.deepEqual(more, []);
  assert.deepEqual(bytes, [136, 136, 136, 816, 816]);
  assert.deepEqual(
    passengers.map(({ countPerBatch }) => countPerBatch),
    [
      [1, 1, 1, 6, 6],
      [1, 1, 1, 6, 6],
    ],
  );
});

test('what survivors keep alive together leaks along, also where others were only renewed', () => {
  const [group = assert.fail()] = groups(
    trackedHeap((builder) => {
      const handles = new JsArray(builder);
      builder.variable('handles', handles.node);
      builder.eachCall((call) => {
        const child = call.object('Child', { size: 100 });
        for (const name of ['Input', 'Output']) {
          handles.push(call.object('Pipe', { size: 8 }).property(name, child), call);
        }
        // Put in the place of others, whose states they have, in one of the single calls alone.
        for (let renewed = 0; call.batch === 1 && renewed < 6; renewed++) {
          const state = builder.before.object('State');
          handles.push(call.object('Pipe', { size: 8 }).property('state', state), call);
        }
      });
    }),
  );
  assert.deepEqual(
    [group.perBatch, group.bytesPerBatch],
    [
      [2, 2, 2, 12, 12],
      [116, 116, 116, 696, 696],
    ],
  );
});

test('what every scope of a program leads to is held by none of them in particular', () => {
  const heap = trackedHeap((builder) => {
    const { before } = builder;
    const realm = before.node('hidden', 'system / NativeContext');
    builder.gcRoots.element(7, realm);
    const scopes = new JsArray(builder);
    builder.variable('scopes', scopes.node);
    for (let made = 0; made < 300; made++) {
      scopes.push(before.object('system / Context').internal('native_context', realm), before);
    }
    builder.eachCall((call) => {
      realm.internal(`match ${String(call.number)}`, call.object('Match'));
    });
  });
  assert.deepEqual(
    growthGroups(heap.index, heap.calls.calls).map(({ sharedWith }) => sharedWith.length),
    [0],
  );
});

test('what two hold is in both groups, and each names the other', () => {
  const heap = trackedHeap(sharedByTwo);
  const [first = assert.fail(), second = assert.fail(), ...more] = groups(heap);
  assert.deepEqual(more, []);
  assert.deepEqual(
    groupsOf(heap).map(({ owner, type }) => `${owner} of ${type}`),
    ['Map of Session', 'Array of Session'],
  );
  assert.deepEqual([first.sharedWith, second.sharedWith], [[second], [first]]);
  assert.deepEqual(first.survivors, second.survivors);
});

test('two leaks side by side do not share', () => {
  const heap = trackedHeap((builder) => {
    pushedToArray(builder);
    prependedList(builder);
  });
  assert.deepEqual(
    groupsOf(heap).map(({ owner }) => owner),
    ['Context', 'Array'],
  );
  assert.deepEqual(
    groups(heap).map(({ sharedWith }) => sharedWith.length),
    [0, 0],
  );
});

test('what survivors of two leaks hold together is no third leak, and is shared by the two', () => {
  const heap = trackedHeap((builder) => {
    const [requests, logs] = [new JsArray(builder), new JsTable(builder, 'Set')];
    builder.variable('requests', requests.node);
    builder.variable('logs', logs.node);
    builder.eachCall((call) => {
      const session = makeSession(call);
      requests.push(call.object('Request', { size: 99 }).property('session', session), call);
      logs.add(call, call.object('Log').property('session', session));
    });
  });
  assert.deepEqual(
    groupsOf(heap).map(({ owner, type }) => `${owner} of ${type}`),
    ['Array of Request', 'Set of Log'],
  );
  const [requests = assert.fail(), logs = assert.fail()] = groups(heap);
  assert.deepEqual([requests.sharedWith, logs.sharedWith], [[logs], [requests]]);
  assert.deepEqual(requests.sharedBytesPerBatch, logs.sharedBytesPerBatch);
  assert.ok(logs.sharedBytesPerBatch[0]! > 0, 'the session counts to both');
  assert.equal(requests.bytesPerBatch[0]! - requests.sharedBytesPerBatch[0]!, 99);
});

test('what a new object gets in a later call belongs to whoever keeps that object', () => {
  const heap = trackedHeap((builder) => {
    const [all, lent] = [new JsArray(builder), new JsTable(builder, 'Map')];
    builder.variable('all', all.node);
    builder.variable('lent', lent.node);
    let latest = builder.before.object('Resource');
    builder.eachCall((call) => {
      latest.property('returnedAt', call.node('number', 'heap number', { size: 16 }));
      latest = call.object('Resource', { size: 50 });
      all.push(latest, call);
      lent.add(call, call.string('key'), call.object('Loan').property('resource', latest));
    });
  });
  assert.deepEqual(
    groupsOf(heap)
      .map(({ owner, type }) => `${owner} of ${type}`)
      .sort(),
    ['Array of Resource', 'Map of Loan'],
  );
});

test('native code is no holder of what an object that others keep refers to', () => {
  const heap = trackedHeap((builder) => {
    const tests = new JsArray(builder);
    builder.variable('tests', tests.node);
    const handles = builder.before.node('synthetic', '(Global handles)');
    builder.gcRoots.element(9, handles);
    builder.eachCall((call) => {
      const destroyed = call.object('Object');
      handles.element(100 + call.number, destroyed);
      tests.push(call.object('Test').property('destroyed', destroyed), call);
      handles.element(1_000 + call.number, call.object('Request'));
    });
  });
  assert.deepEqual(
    groupsOf(heap)
      .map(({ owner, type }) => `${owner} of ${type}`)
      .sort(),
    ['(Global handles) of Request', 'Array of Test'],
  );
});

test('the table that growth replaces in the middle of tracking splits nothing', () => {
  // The entry of the 17th call makes the table grow: in the first tracked batch, the second …
  for (const earlierCalls of [16, 15, 14, 13]) {
    const [group] = groupsOf(trackedHeap(setInMap, { calls: [1, 1, 1, 1], earlierCalls }));
    assert.deepEqual(group?.perBatch, [1, 1, 1, 1], `after ${String(earlierCalls)} calls`);
    assert.equal(group.owner, 'Map');
  }
});

test('a list whose cells are pairs of objects hangs from its owner all the same', () => {
  const heap = trackedHeap((builder) => {
    const list = builder.before.object('Queue');
    builder.variable('queue', list);
    let last = list;
    builder.eachCall((call) => {
      const cell = call.object('Cell', { size: 32 });
      last.property('next', call.object('Link').property('to', cell));
      last = cell;
    });
  });
  const pairs = { owner: 'Queue', type: 'Link', perBatch: [1, 1, 1, 1, 1], population: 25 };
  assert.deepEqual(groupsOf(heap), [pairs]);
});

test('a list in a Map hangs from the Map, not from its table', () => {
  const heap = trackedHeap((builder) => {
    const byRoom = new JsTable(builder, 'Map');
    builder.variable('byRoom', byRoom.node);
    let last: NodeBuilder | undefined;
    builder.eachCall((call) => {
      const cell = call.object('Cell', { size: 32 });
      if (last === undefined) byRoom.add(call, call.string('lobby'), cell);
      else last.property('next', cell);
      last = cell;
    });
  });
  assert.deepEqual(
    groupsOf(heap).map(({ owner, type, perBatch }) => [owner, type, perBatch]),
    [['Map', 'Cell', [1, 1, 1, 1, 1]]],
  );
});

test('plain objects in plain objects are no list: the innermost holds what is added to it', () => {
  const heap = trackedHeap((builder) => {
    const [users, cache] = [builder.before.object('Object'), builder.before.object('Object')];
    builder.variable('cache', builder.before.object('Object').property('byKind', cache));
    cache.property('users', users);
    builder.eachCall((call) => {
      users.property(`u${String(call.number)}`, call.object('Object'));
    });
  });
  const [{ owner } = assert.fail()] = groups(heap);
  assert.equal(edgeLabel(heap.index.graph, heap.index.paths.parentEdge[owner]!), 'users');
});

test('an old object that a survivor took over does not hold it, though it refers back', () => {
  const heap = trackedHeap((builder) => {
    const sessions = new JsArray(builder);
    builder.variable('sessions', sessions.node);
    builder.eachCall((call) => {
      const pooled = builder.before.object('Pooled');
      const session = makeSession(call).property('pooled', pooled);
      pooled.property('session', session);
      sessions.push(session, call);
    });
  });
  assert.deepEqual(
    groupsOf(heap).map(({ owner, type }) => `${owner} of ${type}`),
    ['Array of Session'],
  );
});

test('who holds only the newest one shares nothing', () => {
  const heap = trackedHeap((builder) => {
    const sessions = new JsArray(builder);
    builder.variable('sessions', sessions.node);
    builder.eachCall((call) => {
      sessions.push(makeSession(call), call);
    });
    builder.variable('newest', sessions.items.at(-1)!);
  });
  const [group = assert.fail(), ...more] = groups(heap);
  assert.deepEqual([group.sharedWith, more], [[], []]);
});

test('two objects of one class are two holders, and so are two variables of one scope', () => {
  const heap = trackedHeap((builder) => {
    const stores = [builder.before.object('Store'), builder.before.object('Store')];
    for (const [at, store] of stores.entries()) builder.variable(`store${String(at)}`, store);
    const heads: NodeBuilder[] = [];
    builder.eachCall((call) => {
      for (const [at, store] of stores.entries()) {
        store.property(`k${String(call.number)}`, makeSession(call));
        const cell = call.object('Cell');
        if (heads[at] !== undefined) cell.property('next', heads[at]);
        heads[at] = cell;
      }
    });
    builder.variable('headA', heads[0]!);
    builder.variable('headB', heads[1]!);
  });
  const found = growthGroups(heap.index, heap.calls.calls).map(
    ({ owner, links }) => `${nameOf(heap.index.graph, owner)} ${links[0]!.label}`,
  );
  assert.deepEqual(found.sort(), [
    'Store k10',
    'Store k10',
    'system / Context headA',
    'system / Context headB',
  ]);
});

test('one mistake is one group: what grows beside it in the same holder are its passengers', () => {
  const heap = trackedHeap((builder) => {
    const log = new JsArray(builder);
    builder.variable('log', log.node);
    builder.eachCall((call) => {
      log.push(call.object('Entry', { size: 50 }).property('text', call.string('text')), call);
      log.push(call.object('Mark', { size: 10 }).property('tag', call.object('Tag')), call);
      log.push(call.object('Mark', { size: 10 }), call);
    });
  });
  const [group = assert.fail(), ...more] = groups(heap);
  assert.deepEqual(more, []);
  const { graph } = heap.index;
  assert.equal(nameOf(graph, group.survivors[0]!), 'Entry');
  assert.deepEqual(group.perBatch, [1, 1, 1, 6, 6]);
  assert.deepEqual(group.bytesPerBatch, [102, 102, 102, 612, 612], 'all that the holder leaks');
  assert.deepEqual(
    group.passengers.map(({ example, countPerBatch, bytesPerBatch: bytes }) => [
      graph.nodeTypes[graph.nodeType[example]!] === 'string' ? 'string' : nameOf(graph, example),
      countPerBatch.slice(0, 2),
      bytes.slice(0, 2),
    ]),
    [
      ['string', [1, 1], [24, 24]],
      ['Mark', [2, 2], [20, 20]],
      ['Tag', [1, 1], [8, 8]],
    ],
  );
});

test('groups come with most bytes first', () => {
  const heap = trackedHeap((builder) => {
    pushedToArray(builder);
    buffers(builder);
    dictionary(builder);
  });
  assert.deepEqual(
    groupsOf(heap).map(({ type }) => type),
    ['Buffer', 'Session', 'Object'],
  );
  const merged = trackedHeap((builder) => {
    const [both, one] = [new JsArray(builder), new JsArray(builder)];
    builder.variable('both', both.node);
    builder.variable('one', one.node);
    builder.eachCall((call) => {
      both.push(call.object('A', { size: 50 }), call);
      both.push(call.object('B', { size: 40 }), call);
      one.push(call.object('C', { size: 60 }), call);
    });
  });
  assert.deepEqual(
    groupsOf(merged).map(({ type }) => type),
    ['A', 'C'],
    'with what else the holder leaks',
  );
});

test('the owner leads to its survivors by the labels of the edges, most frequent first', () => {
  const [list] = groups(trackedHeap(appendedList));
  assert.deepEqual(
    list?.links.map(({ label, count }) => [label, count]),
    [
      ['head', 5],
      ['tail', 1],
    ],
  );
  const [pinned] = groups(
    trackedHeap((builder) => {
      const queue = builder.before.object('Queue');
      builder.variable('queue', queue);
      let head: NodeBuilder | undefined;
      builder.eachCall((call) => {
        const cell = call.object('Cell');
        if (call.number === 10) queue.property('pinned', cell);
        else head = head === undefined ? cell : cell.property('next', head);
      });
      queue.property('head', head!);
    }),
  );
  assert.deepEqual(
    pinned?.links.map(({ label, count }) => [label, count]),
    [
      ['head', 4],
      ['pinned', 1],
    ],
  );
  const [array] = groups(trackedHeap(pushedToArray, { calls: [1, 1, 1, 1] }));
  assert.deepEqual(
    array?.links.map(({ label }) => label),
    ['10', '11', '12', '13'],
    'the index says more than the edge to the backing store',
  );
});

test('strings and numbers of any value are of one type, objects of a name are', () => {
  const { graph } = buildHeap(({ root, node, object }) => {
    const nodes = [
      node('string', 'a'),
      node('string', 'b'),
      object('A'),
      object('A'),
      object('B'),
      node('closure', 'A'),
    ];
    nodes.forEach((each, at) => root.element(at, each));
  });
  const [a, b, first, second, other, closure] = [1, 2, 3, 4, 5, 6].map((node) =>
    typeKeyOf(indexHeap(graph, [0]), node),
  );
  assert.deepEqual([a === b, first === second, first === other], [true, true, false]);
  assert.notEqual(closure, first);
});

function groups({ index, calls }: TrackedHeap): GrowthGroup[] {
  return growthGroups(index, calls.calls);
}

function bytesPerBatch(program: LeakyProgram): readonly number[] {
  const [group] = groups(trackedHeap(program));
  return group?.bytesPerBatch ?? [];
}
