import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthAdvice } from '../../src/core/causes/advice';
import { containerCauses, findCauses, type Cause } from '../../src/core/causes/causes';
import type { TraceFrame } from '../../src/core/heap/heapGraph';
import type { HeapIndex } from '../../src/core/heap/heapIndex';
import type { NodeBuilder } from './graphDsl';
import {
  appendedList,
  boundedCache,
  buffers,
  dictionary,
  intervals,
  listeners,
  makeSession,
  prependedList,
  promiseReactions,
  pushedToArray,
  setInMap,
  sharedByTwo,
  weakMapValues,
  type LeakyProgram,
} from './leakyHeaps';
import {
  JsArray,
  onlyCause,
  trackedHeap,
  type TrackedHeapBuilder,
  type TrackingOptions,
} from './trackedHeap';
import { textOf } from '../../src/core/report/sentence';

const perCall: Readonly<Record<string, [LeakyProgram, objects: number, bytes: number]>> = {
  'an array': [pushedToArray, 1, 64],
  'a Map': [setInMap, 1, 88],
  'a prepended list': [prependedList, 1, 96],
  'an appended list': [appendedList, 1, 96],
  'promise reactions': [promiseReactions, 1, 232],
  buffers: [buffers, 1, 20_184],
  timers: [intervals, 1, 256],
};

for (const [name, [program, objects, bytes]] of Object.entries(perCall)) {
  test(`${name}: rates are those of a call, whatever the batches`, () => {
    for (const calls of [
      [1, 1, 1, 1],
      [1, 1, 1, 6, 6],
      [1, 1, 1, 24, 24],
    ]) {
      const cause = causeOf(program, { calls });
      assert.deepEqual([cause.objectsPerCall, cause.bytesPerCall], [objects, bytes], calls.join());
      assert.equal(cause.confidence, 1);
    }
  });
}

test('what every third call leaves behind has a third in its rates', () => {
  const cause = causeOf(everyNth(3), { calls: [1, 1, 1, 9, 9] });
  assert.deepEqual([cause.objectsPerCall, cause.bytesPerCall], [4 / 12, (4 * 64) / 12]);
  assert.deepEqual(cause.passengers, [
    { type: 'string', objectsPerCall: 4 / 12, bytesPerCall: (4 * 24) / 12 },
  ]);
});

test('where single calls leave different numbers behind, larger batches count too', () => {
  // One of the three single calls, two of the nine.
  assert.equal(causeOf(everyNth(4), { calls: [1, 1, 1, 9, 9] }).objectsPerCall, 3 / 12);
});

test('of a list to which every third call adds, all cells of a batch count', () => {
  const list: LeakyProgram = (heap) => {
    const state = heap.before.object('Health');
    heap.variable('health', state);
    let newest: NodeBuilder | undefined;
    heap.eachCall((call) => {
      if (call.number % 3 > 0) return;
      const error = call.object('PollError');
      if (newest !== undefined) error.property('cause', newest);
      newest = error;
    });
    state.property('lastError', newest!);
  };
  const { objectsPerCall, size } = causeOf(list, { calls: [1, 1, 1, 24, 24], earlierCalls: 9 });
  assert.deepEqual([objectsPerCall, size], [9 / 27, { before: 0, after: 20 }]);
});

test('what the last batch left behind does not count: it may not all be in its place yet', () => {
  const withoutLast: LeakyProgram = (heap) => {
    const kept = new JsArray(heap);
    heap.variable('kept', kept.node);
    heap.eachCall((call) => {
      if (call.batch !== 3) kept.push(makeSession(call), call);
    });
  };
  const cause = causeOf(withoutLast, { calls: [1, 1, 1, 1] });
  assert.deepEqual([cause.objectsPerCall, cause.bytesPerCall], [1, 64]);
});

test('several objects a call are several in the rate', () => {
  const cause = causeOf((heap) => {
    const log = new JsArray(heap);
    heap.variable('log', log.node);
    heap.eachCall((call) => {
      for (let made = 0; made < 3; made++) log.push(call.object('Entry', { size: 50 }), call);
    });
  });
  assert.deepEqual([cause.objectsPerCall, cause.bytesPerCall], [3, 150]);
});

test('passengers of one name are one, heaviest first', () => {
  assert.deepEqual(causeOf(buffers).passengers, [
    { type: 'JSArrayBufferData', objectsPerCall: 1, bytesPerCall: 20_000 },
    { type: 'ArrayBuffer', objectsPerCall: 1, bytesPerCall: 88 },
  ]);
  // The name and the key, one in each representation.
  const strings = causeOf((heap) => {
    const sessions = new JsArray(heap);
    heap.variable('sessions', sessions.node);
    heap.eachCall((call) => {
      const rope = call.node('concatenated string', '(concatenated string)', { size: 32 });
      sessions.push(makeSession(call).property('key', rope), call);
    });
  }).passengers;
  assert.deepEqual(strings, [{ type: 'string', objectsPerCall: 2, bytesPerCall: 56 }]);
});

test("backing stores and V8's own records are nobody's passengers, but their bytes count", () => {
  const cause = causeOf((heap) => {
    const rows = new JsArray(heap);
    heap.variable('rows', rows.node);
    heap.eachCall((call) => {
      const row = call.object('Row', { size: 40 });
      row.internal('elements', call.node('array', '(object elements)', { size: 400 }));
      row.internal('map', call.node('object shape', 'system / Map', { size: 80 }));
      row.internal('cell', call.node('hidden', '', { size: 8 }));
      rows.push(row.property('tag', call.object('Tag', { size: 16 })), call);
    });
  });
  assert.deepEqual(
    cause.passengers.map(({ type }) => type),
    ['Tag'],
  );
  assert.equal(cause.bytesPerCall, 544);
});

test('a holder that holds much less than so many calls would have left behind is no cause', () => {
  // 34 calls made: a cache of 7 still takes in the first tracked entries, but a leak would hold 34.
  const options: TrackingOptions = { calls: [1, 1, 1, 1], earlierCalls: 30 };
  assert.deepEqual(causesOf(boundedCache(7), options), []);
  assert.equal(causesOf(pushedToArray, options).length, 1);
});

test('a holder that holds somewhat less is one with less confidence', () => {
  const cause = causeOf(boundedCache(30), { calls: [1, 1, 1, 1], earlierCalls: 36 });
  assert.equal(cause.confidence, 30 / 40);
  const options: TrackingOptions = { calls: [1, 1, 1, 1] };
  assert.equal(causeOf(withOldOnes(100), options).confidence, 1, 'never more than 1');
});

test('what a holder held before the first call is what the calls do not account for', () => {
  assert.deepEqual(causeOf(withOldOnes(100)).size, { before: 100, after: 125 });
  assert.deepEqual(causeOf(pushedToArray).size, { before: 0, after: 25 });
  assert.deepEqual(causeOf(dictionary).size, { before: 0, after: 25 });
  assert.deepEqual(causeOf(boundedCache(20)).size, { before: 0, after: 20 });

  test('what hangs from the cells of a list is not counted as cells', () => {
    const { size, objectsPerCall } = causeOf((builder) => {
      const list = builder.before.object('List');
      builder.variable('list', list);
      let newest: NodeBuilder | undefined;
      builder.eachCall((call) => {
        const cell = call.object('Object').property('value', call.object('Object'));
        if (newest !== undefined) cell.property('next', newest);
        newest = cell;
      });
      list.property('newest', newest!);
    });
    assert.deepEqual([size, objectsPerCall], [{ before: 0, after: 25 }, 1]);
  });
});

test('what an entry holds in turn is no entry, though it is of the same type', () => {
  const { size } = causeOf((heap) => {
    const log = new JsArray(heap);
    heap.variable('log', log.node);
    heap.eachCall((call) => {
      log.push(call.object('Entry').property('within', call.object('Entry')), call);
    });
  });
  assert.deepEqual(size, { before: 0, after: 25 });
});

test('causes come with most bytes per call first, each on its own', () => {
  const causes = causesOf((heap) => {
    pushedToArray(heap);
    buffers(heap);
    prependedList(heap);
  });
  assert.deepEqual(
    causes.map(({ fingerprint }) => fingerprint),
    ['chunks (Array) > Buffer', 'head (Context) > Cell', 'sessions (Array) > Session'],
  );
});

const fingerprints: Readonly<Record<string, [LeakyProgram, string]>> = {
  'an array': [pushedToArray, 'sessions (Array) > Session'],
  'a Map': [setInMap, 'byId (Map) > Session'],
  'a dictionary': [dictionary, 'byName (Object) > Object'],
  'a list': [prependedList, 'head (Context) > Cell'],
  listeners: [listeners('once'), "bus 'tick' listeners (Array) > onTick"],
  timers: [intervals, 'active timers (TimersList) > Timeout'],
  'a WeakMap': [weakMapValues, 'sessions (Array) > Session'],
};

for (const [name, [program, expected]] of Object.entries(fingerprints)) {
  test(`the fingerprint of ${name} is the same with other ids, indices and numbers of calls`, () => {
    const runs: readonly TrackingOptions[] = [
      {},
      { idShift: 5000 },
      { earlierCalls: 40 },
      { calls: [1, 1, 1, 1], earlierCalls: 3, idShift: 77 },
    ];
    for (const options of runs) assert.equal(causeOf(program, options).fingerprint, expected);
  });
}

test('the fingerprint does not hang on what else is in the heap', () => {
  const [first, second] = causesOf((heap) => {
    for (let made = 0; made < 50; made++)
      heap.moduleContext.context(`other${String(made)}`, heap.before.object('Other'));
    prependedList(heap);
    pushedToArray(heap);
  });
  assert.equal(first?.fingerprint, 'head (Context) > Cell');
  assert.equal(second?.fingerprint, 'sessions (Array) > Session');
});

test('two causes that read the same are told apart by a number', () => {
  const causes = causesOf((heap) => {
    const lists = [1, 2, 3].map(() => new JsArray(heap));
    lists.forEach(({ node }, at) => {
      const scope = heap.before.object('system / Context').context('sessions', node);
      heap.variable(`open${String(at)}`, heap.before.closure('open').internal('context', scope));
    });
    heap.eachCall((call) => {
      for (const each of lists) each.push(makeSession(call), call);
    });
  });
  assert.deepEqual(
    causes.map(({ fingerprint }) => fingerprint),
    [
      'sessions (Array) > Session',
      'sessions (Array) > Session #2',
      'sessions (Array) > Session #3',
    ],
  );
});

test('causes that share their survivors name each other by group', () => {
  const [map = assert.fail(), array = assert.fail()] = causesOf(sharedByTwo);
  assert.deepEqual(map.group.sharedWith, [array.group]);
  assert.deepEqual(array.group.sharedWith, [map.group]);
});

test('a cause tells where its type stands and where its first survivor was made', () => {
  const location = { scriptId: 9, line0: 4, column0: 2 };
  const { index, calls } = trackedHeap((heap) => {
    const kept = new JsArray(heap);
    heap.variable('kept', kept.node);
    heap.eachCall((call) => {
      kept.push(call.object('Made', { trace: 100 + call.number, location }), call);
    });
  });
  const frame = (trace: number): TraceFrame => ({
    functionName: `f${String(trace)}`,
    scriptName: '/app/made.js',
    scriptId: 9,
    line0: 1,
    column0: 0,
  });
  const traced: HeapIndex = {
    ...index,
    graph: { ...index.graph, traces: { stack: (trace) => [frame(trace)] } },
  };
  const cause = onlyCause({ index: traced, calls });
  assert.deepEqual(cause.typePosition, location);
  assert.deepEqual(cause.allocation, [frame(110)]);
});

test('a stack of our driver alone is not where something was made', () => {
  const stacks = [[], ['leak-loop:driver'], ['/app/made.js', 'leak-loop:driver']];
  assert.deepEqual(allocatedBy(stacks), stacks[2]);
});

test('nor is a package, in a turn of its own, where the program made what is kept', () => {
  const inPackage = ['/app/node_modules/client/send.js', 'leak-loop:driver'];
  const own = ['node:_http_agent', '/app/shop.js', 'leak-loop:driver'];
  assert.deepEqual(allocatedBy([[], inPackage, own]), own);
  assert.deepEqual(allocatedBy([[], inPackage, []]), inPackage, 'where nothing else is known');
});

/** Scripts on the stack that a cause is allocated by whose first survivor has the first stack, the others the second. */
function allocatedBy(scripts: readonly (readonly string[])[]): readonly string[] {
  const { index, calls } = trackedHeap((heap) => {
    const kept = new JsArray(heap);
    heap.variable('kept', kept.node);
    heap.eachCall((call) => {
      const made = call.object('Made', { trace: call.number === 10 ? 1 : 2 });
      kept.push(made, call);
    });
  });
  const frame = (scriptName: string): TraceFrame => ({
    functionName: 'f',
    scriptName,
    scriptId: 9,
    line0: 1,
    column0: 0,
  });
  const traced: HeapIndex = {
    ...index,
    graph: {
      ...index.graph,
      traces: { stack: (trace) => (scripts[trace] ?? []).map(frame) },
    },
  };
  return onlyCause({ index: traced, calls }).allocation.map(({ scriptName }) => scriptName);
}

test('a container of numbers whose size rises is a cause, with its bytes', () => {
  const { index, containers } = numericContainers();
  const [cause = assert.fail(), ...more] = containerCauses(
    index,
    [{ node: containers.samples, entriesPerCall: 2, entries: 230 }],
    19,
    100,
  );
  assert.deepEqual(more, []);
  const { group, chain, holder, ...rest } = cause;
  assert.deepEqual(rest, {
    type: { name: 'number', kind: 'number' },
    ownerType: 'Array',
    heldBy: 'JavaScript',
    watched: [containers.samples],
    objectsPerCall: 2,
    bytesPerCall: 19,
    exclusiveBytesPerCall: 19,
    passengers: [],
    allocation: [],
    confidence: 1,
    size: { before: 30, after: 230 },
    fingerprint: 'samples (Array) > number',
  });
  assert.equal(holder.name, 'samples');
  assert.equal(group.owner, containers.samples);
  assert.deepEqual([chain.at(-1)?.node, chain.at(-1)?.isOwner], [containers.samples, true]);
});

test('a container that holds less than it would have grown to is no cause, and takes no share', () => {
  const { index, containers } = numericContainers();
  const rising = { entriesPerCall: 1, entries: 100 };
  const causes = containerCauses(
    index,
    [
      { node: containers.samples, ...rising },
      { node: containers.times, ...rising },
      { node: containers.window, entriesPerCall: 1, entries: 10 },
    ],
    20,
    100,
  );
  assert.deepEqual(
    causes.map(({ fingerprint, bytesPerCall }) => [fingerprint, bytesPerCall]),
    [
      ['samples (Array) > number', 10],
      ['times (Array) > number', 10],
    ],
  );
});

test('advice is given where the structure makes it certain what is missing', () => {
  const advice = (program: LeakyProgram): string | undefined => {
    const sentence = growthAdvice(causeOf(program));
    return sentence && textOf(sentence);
  };
  assert.match(advice(listeners('on')) ?? '', /removeListener/);
  assert.match(advice(intervals) ?? '', /clearInterval/);
  assert.match(advice(promiseReactions) ?? '', /has not settled/);
  assert.match(advice(setInMap) ?? '', /^Entries are set and never deleted/);
  assert.equal(advice(pushedToArray), undefined);
  assert.equal(advice(prependedList), undefined);
  const ownPipes: LeakyProgram = (heap) => {
    const pipes = new JsArray(heap);
    heap.variable('pipes', pipes.node);
    heap.eachCall((call) => pipes.push(makeSession(call), call));
  };
  assert.equal(advice(ownPipes), undefined, 'only a stream can be unpiped');
});

function causesOf(program: LeakyProgram, options?: TrackingOptions): Cause[] {
  const { index, calls } = trackedHeap(program, options);
  return findCauses(index, calls);
}

function causeOf(program: LeakyProgram, options?: TrackingOptions): Cause {
  return onlyCause(trackedHeap(program, options));
}

/** A Session of every `nth` call. */
function everyNth(nth: number): LeakyProgram {
  return (heap) => {
    const kept = new JsArray(heap);
    heap.variable('kept', kept.node);
    heap.eachCall((call) => {
      if (call.number % nth === 0) kept.push(makeSession(call), call);
    });
  };
}

/** An array that held so many before the first call. */
function withOldOnes(count: number): LeakyProgram {
  return (heap) => {
    const kept = new JsArray(heap);
    heap.variable('kept', kept.node);
    for (let made = 0; made < count; made++) kept.push(makeSession(heap.before), heap.before);
    heap.eachCall((call) => {
      kept.push(makeSession(call), call);
    });
  };
}

function numericContainers(): {
  readonly index: HeapIndex;
  readonly containers: Readonly<Record<'samples' | 'times' | 'window', number>>;
} {
  const nodes = new Map<string, NodeBuilder>();
  const { index } = trackedHeap((heap: TrackedHeapBuilder) => {
    for (const name of ['samples', 'times', 'window']) {
      const store = heap.before.node('array', '(object elements)', { size: 4000 });
      const array = heap.before.object('Array').internal('elements', store);
      heap.variable(name, array);
      nodes.set(name, array);
    }
  });
  const ordinal = (name: string): number => nodes.get(name)!.ordinal;
  return {
    index,
    containers: {
      samples: ordinal('samples'),
      times: ordinal('times'),
      window: ordinal('window'),
    },
  };
}

test('what one cause alone keeps is told from what another keeps as well', () => {
  const shared = trackedHeap(sharedByTwo);
  for (const cause of findCauses(shared.index, shared.calls)) {
    assert.ok(cause.exclusiveBytesPerCall < cause.bytesPerCall, cause.holder.name);
  }
  const alone = causeOf(setInMap);
  assert.equal(alone.exclusiveBytesPerCall, alone.bytesPerCall);
});
