import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause } from '../../src/core/causes/causes';
import { isV8Name } from '../../src/core/causes/naming';
import { typeDescription } from '../../src/core/causes/typeDescription';
import { shortenRepeats } from '../../src/core/causes/shortenRepeats';
import { indexHeap, nameOf } from '../../src/core/heap/heapIndex';
import type { HeldBy } from '../../src/core/report/report';
import { buildHeap, type HeapBuilder, type NodeBuilder } from './graphDsl';
import {
  appendedList,
  dictionary,
  intervals,
  listeners,
  makeSession,
  prependedList,
  promiseReactions,
  pushedToArray,
  setInMap,
  type LeakyProgram,
} from './leakyHeaps';
import { JsArray, JsTable, onlyCause, trackedHeap, type TrackedHeapBuilder } from './trackedHeap';

const names: Readonly<Record<string, [LeakyProgram, string]>> = {
  'a variable': [pushedToArray, 'sessions'],
  'a variable that begins a list': [prependedList, 'head'],
  'a property that begins a list': [prependedToProperty, 'queue.head'],
  'a list that grows at its end': [appendedList, 'queue'],
  'a property of an object': [
    arrayIn((heap, array) => {
      heap.variable('store', heap.before.object('Store').property('items', array));
    }),
    'store.items',
  ],
  'a private property': [
    arrayIn((heap, array) => {
      heap.variable('store', heap.before.object('Store').property('#items', array));
    }),
    'store.#items',
  ],
  'a property that is no identifier': [
    arrayIn((heap, array) => {
      heap.variable('store', heap.before.object('Store').property('by id', array));
    }),
    'store["by id"]',
  ],
  'a static property': [
    arrayIn((heap, array) => {
      heap.variable('Registry', heap.before.closure('Registry').property('all', array));
    }),
    'Registry.all',
  ],
  'a property of a function that a variable holds': [
    arrayIn((heap, array) => {
      heap.variable('api', heap.before.closure('wrap').property('handlers', array));
    }),
    'api.handlers',
  ],
  'a property of a function without a name': [
    arrayIn((heap, array) => {
      const validate = heap.before.closure('').property('errors', array);
      heap.variable('rules', heap.before.object('Rules').property('age', validate));
    }),
    'rules.age.errors',
  ],
  "a property of the program's module": [
    arrayIn((heap, array) => {
      const module = heap.before.object('Module').property('children', array);
      const cache = heap.before.object('Object').property('/home/ada/main.js', module);
      heap.variable('Module', heap.before.closure('Module').property('_cache', cache));
    }),
    'module.children',
  ],
  'an element of an array': [
    arrayIn((heap, array) => {
      const shards = new JsArray(heap);
      shards.push(array, heap.before);
      heap.variable('shards', shards.node);
    }),
    'shards[…]',
  ],
  'an entry of a Map': [
    arrayIn((heap, array) => {
      const byRoom = new JsTable(heap, 'Map');
      byRoom.add(heap.before, heap.before.string('lobby'), array);
      heap.variable('byRoom', byRoom.node);
    }),
    'byRoom.get(…)',
  ],
  'a property that a module exports': [
    arrayIn((heap, array) => {
      const exported = heap.before.object('Object').property('cache', array);
      const cached = heap.before.object('Object');
      cached.property('/app/a.js', heap.before.object('Module').property('exports', exported));
      heap.variable('Module', heap.before.closure('Module').property('_cache', cached));
    }),
    'exports.cache',
  ],
  'a variable that a module exports by its name': [
    arrayIn((heap, array) => {
      const { before } = heap;
      const scope = before.object('system / Context').context('other', before.object('Object'));
      const health = before.object('Object').property('errors', array);
      scope.context('metrics', health);
      const exported = before
        .object('Object')
        .property('probe', before.closure('probe').internal('context', scope))
        .property('metrics', health);
      const cached = before.object('Object');
      cached.property('/app/a.js', before.object('Module').property('exports', exported));
      heap.variable('Module', before.closure('Module').property('_cache', cached));
    }),
    'metrics.errors',
  ],
  'an exported property that only a variable of another module is called like': [
    arrayIn((heap, array) => {
      const { before } = heap;
      const elsewhere = before.object('system / Context').context('cache', array);
      const exported = before
        .object('Object')
        .property('cache', array)
        .property('clear', before.closure('clear'))
        .property('other', before.object('Object').property('scope', elsewhere));
      const cached = before.object('Object');
      cached.property('/app/a.js', before.object('Module').property('exports', exported));
      heap.variable('Module', before.closure('Module').property('_cache', cached));
    }),
    'exports.cache',
  ],
  'the children of a module': [
    arrayIn((heap, array) => {
      const cached = heap.before.object('Object');
      cached.property('/app/a.js', heap.before.object('Module').property('children', array));
      heap.variable('Module', heap.before.closure('Module').property('_cache', cached));
    }),
    'module.children',
  ],
  'a property whose key is a symbol': [
    arrayIn((heap, array) => {
      heap.variable('server', heap.before.object('Server').property('<symbol pending>', array));
    }),
    'server[Symbol(pending)]',
  ],
  'a variable that nobody declared': [
    arrayIn((heap, array) => {
      heap.global.property('visits', array);
    }),
    'visits',
  ],
  'the names of global variables': [globalVariables, 'globalThis'],
  'a global variable that begins a list': [
    (heap) => {
      let head = heap.before.object('Cell');
      heap.eachCall((call) => (head = call.object('Cell').property('next', head)));
      heap.atEnd(() => heap.global.property('last', head));
    },
    'last',
  ],
  'the registry of symbols': [registeredSymbols, 'global symbol registry'],
  'a symbol of the global object': [
    arrayIn((heap, array) => {
      heap.global.property('<symbol app.registry>', array);
    }),
    'globalThis[Symbol(app.registry)]',
  ],
  'the value of a WeakMap, which its key holds': [
    arrayIn((heap, array) => {
      const key = heap.before.object('App');
      const table = heap.before.node('array', '', { size: 64 });
      heap.variable('app', key);
      heap.variable('history', heap.before.object('WeakMap').internal('table', table));
      table.weak('3', key);
      key.weakMapEntry(table, array);
    }),
    'history.get(…)',
  ],
  'what a getter of the global object returns': [
    arrayIn((heap, array) => {
      const self = heap.before.object('process').property('routes', array);
      const scope = heap.before.object('system / Context').context('_process', self);
      const getter = heap.before.closure('get process').internal('context', scope);
      heap.global.property('get process', getter);
    }),
    'process.routes',
  ],
  'what a getter of the global object has in another variable': [
    arrayIn((heap, array) => {
      const scope = heap.before.object('system / Context').context('_buffers', array);
      const getter = heap.before.closure('get process').internal('context', scope);
      heap.global.property('get process', getter);
    }),
    '_buffers',
  ],
  'a property of the global object': [
    arrayIn((heap, array) => {
      heap.global.property('leaked', array);
    }),
    'leaked',
  ],
  'listeners of an event': [listeners('on'), "bus 'tick' listeners"],
  'listeners of an emitter in a property': [
    arrayIn((heap, array) => {
      const bus = heap.before.object('EventEmitter');
      bus.property('_events', heap.before.object('Object').property('data', array));
      heap.variable('server', heap.before.object('Server').property('bus', bus));
    }),
    "server.bus 'data' listeners",
  ],
  timers: [intervals, 'active timers'],
  'what has no name in the source': [
    arrayIn((heap, array) => {
      heap.gcRoots.element(9, array);
    }),
    'Array',
  ],
};

for (const [what, [program, expected]] of Object.entries(names)) {
  test(`a holder that is ${what} is called ${expected}`, () => {
    assert.ok(causeOf(program).holder.name.startsWith(expected), causeOf(program).holder.name);
    if (what !== 'what has no name in the source') {
      assert.equal(causeOf(program).holder.name, expected);
    }
  });
}

test('the variable is looked for in the scope that has it', () => {
  const { holder, context, index } = anchored(pushedToArray);
  assert.deepEqual(holder.anchor, {
    kind: 'variable',
    variable: 'sessions',
    context,
    owner: context,
  });
  assert.equal(nameOf(index.graph, context!), 'system / Context');
  const list = anchored(prependedList);
  assert.deepEqual(list.holder.anchor, {
    kind: 'variable',
    variable: 'head',
    context: list.group.owner,
    owner: list.group.owner,
  });
});

test('the property is looked for in the class of its object: the last one of a path', () => {
  const program = arrayIn((heap, array) => {
    const inner = heap.before.object('Inner').property('items', array);
    heap.variable('outer', heap.before.object('Outer').property('inner', inner));
  });
  const { holder, index } = anchored(program);
  assert.equal(holder.name, 'outer.inner.items');
  assert.ok(holder.anchor.kind === 'property');
  assert.equal(holder.anchor.property, 'items');
  assert.equal(holder.anchor.className, 'Inner');
  assert.equal(nameOf(index.graph, holder.anchor.object), 'Inner');
});

test('a property that is set again and again is looked for in the class of the owner', () => {
  const { holder, group } = anchored(prependedToProperty);
  assert.deepEqual(holder.anchor, {
    kind: 'property',
    property: 'head',
    object: group.owner,
    className: 'Queue',
  });
});

test('listeners are looked for where their emitter is declared, timers nowhere', () => {
  const { holder } = anchored(listeners('on'));
  assert.ok(holder.anchor.kind === 'variable');
  assert.equal(holder.anchor.variable, 'bus');
  assert.deepEqual(causeOf(intervals).holder.anchor, { kind: 'none' });
});

test('a list in a map of lists is an entry of what is declared, the map and the list in a property are none', () => {
  const inMap = arrayIn((heap, array) => {
    const byRoom = new JsTable(heap, 'Map');
    byRoom.add(heap.before, heap.before.string('lobby'), array);
    heap.variable('byRoom', byRoom.node);
  });
  const inProperty = arrayIn((heap, array) => {
    heap.variable('store', heap.before.object('Store').property('rows', array));
  });
  const isEntry = (program: LeakyProgram): boolean => causeOf(program).holder.isEntry === true;
  assert.deepEqual([inMap, inProperty, setInMap].map(isEntry), [true, false, false]);
});

test('steps that repeat in a path are said once', () => {
  const paths = {
    'root.children.get(…).children.get(…).children.get(…).children':
      'root.children.get(…)….children',
    'bids.#first.next[…].next[…].next[…].next[…].next': 'bids.#first.next[…]….next',
    'a.b.b.c': 'a.b.b.c',
    'rows[…][…]': 'rows[…][…]',
    'session.user.user.user': 'session.user…',
  };
  for (const [path, short] of Object.entries(paths)) assert.equal(shortenRepeats(path), short);
});

test('a property of a long name is cut', () => {
  const name = causeOf(
    arrayIn((heap, array) => {
      heap.variable('store', heap.before.object('Store').property('key '.repeat(100), array));
    }),
  ).holder.name;
  assert.equal(name, `store["${'key '.repeat(15)}"]`);
});

const kinds: readonly (readonly [HeldBy, string, LeakyProgram])[] = [
  ['JavaScript', 'an array', pushedToArray],
  ['JavaScript', 'a Map', setInMap],
  ['JavaScript', 'a dictionary', dictionary],
  ['listener', 'an emitter', listeners('on')],
  ['listener', 'an emitter, once', listeners('once')],
  ['timer', 'a list of timers', intervals],
  ['promise', 'a promise', promiseReactions],
  ['context', 'a variable of a scope', prependedList],
  [
    'global',
    'a global variable',
    arrayIn((heap, array) => {
      heap.global.property('leaked', array);
    }),
  ],
  [
    'JavaScript',
    'an object far below a global variable',
    arrayIn((heap, array) => {
      let outer = heap.before.object('Box').property('items', array);
      for (let depth = 0; depth < 5; depth++) {
        outer = heap.before.object('Box').property(`inner${String(depth)}`, outer);
      }
      heap.global.property('boxes', outer);
    }),
  ],
  [
    'JavaScript',
    'a variable that a listener sees',
    arrayIn((heap, array) => {
      const scope = heap.before.object('system / Context').context('items', array);
      const onTick = heap.before.closure('onTick').internal('context', scope);
      const events = heap.before.object('Object').property('tick', onTick);
      heap.variable('bus', heap.before.object('EventEmitter').property('_events', events));
    }),
  ],
  ['native', 'a root of V8', heldByHandles],
  ['finalizer', 'a registry of finalizers', heldByRegistry],
];

for (const prototypes of ['HandleWrap', 'NodeEventTarget'] as const) {
  test(`native code that holds a ${prototypes} keeps something of Node's open, whatever else it holds`, () => {
    const { holder, type } = causeOf(heldByNode(prototypes));
    assert.deepEqual([holder.name, type.name], ['active handles', 'Port']);
  });
}

for (const [heldBy, what, program] of kinds) {
  test(`what ${what} holds is held by: ${heldBy}`, () => {
    assert.equal(causeOf(program).heldBy, heldBy);
  });
}

test('types are called as a person knows them', () => {
  const described = describedTypes(({ node, object, closure }) => [
    object('Session'),
    object('Array'),
    object('system / Context'),
    closure('onTick'),
    node('string', 'some text'),
    node('concatenated string', '(concatenated string)'),
    node('sliced string', '(sliced string)'),
    node('number', 'heap number'),
    node('array', ''),
    node('array', '(object elements)'),
    node('native', 'system / JSArrayBufferData'),
    node('code', 'system / Code'),
    node('hidden', 'system / PromiseReaction'),
    node('object shape', 'system / Map'),
  ]);
  assert.deepEqual(described, [
    'object Session',
    'array Array',
    'context Context',
    'closure onTick',
    'string string',
    'string string',
    'string string',
    'number number',
    'array (internal array)',
    'array (object elements)',
    'native JSArrayBufferData',
    'code Code',
    'hidden PromiseReaction',
    'hidden Map',
  ]);
});

test('a bound function has the name of what it calls, a wrapped listener that of the listener', () => {
  const bound = (name: string, target: string) => (heap: HeapBuilder) =>
    heap.closure(name).internal('bound_function', heap.closure(target));
  const wrapped = (heap: HeapBuilder) =>
    heap
      .closure('native_bind')
      .internal('bound_function', heap.closure('onceWrapper'))
      .property('listener', heap.closure('onEnd'));
  const name = (make: (heap: HeapBuilder) => NodeBuilder): string | undefined =>
    describedTypes((heap) => [make(heap)])[0];
  assert.equal(name(bound('native_bind', 'save')), 'closure save');
  assert.equal(name(bound('', 'save')), 'closure save');
  assert.equal(name(bound('native_bind', '')), 'closure (anonymous function)');
  assert.equal(name(wrapped), 'closure onEnd');
  const boundAgain = (times: number) => (heap: HeapBuilder) => {
    let emit = heap.closure('emit');
    for (let made = 0; made < times; made++) {
      emit = heap.closure('native_bind').internal('bound_function', emit);
    }
    return emit;
  };
  assert.equal(name(boundAgain(3)), 'closure emit');
  assert.equal(name(boundAgain(1_000)), 'closure bound function');
  assert.equal(
    name(({ closure }) => closure('')),
    'closure (anonymous function)',
  );
  assert.equal(
    name(({ closure, object }) => closure('').property('listener', object('onEnd'))),
    'closure (anonymous function)',
    'a listener is a function',
  );
});

test("names that V8 gives to properties are not the program's", () => {
  assert.deepEqual(['__proto__', '', '<dummy>', 'items', '#items', '<symbol foo>'].map(isV8Name), [
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

/** Pushes a Session a call to an array, which `place` puts somewhere. */
function arrayIn(place: (heap: TrackedHeapBuilder, array: NodeBuilder) => void): LeakyProgram {
  return (heap) => {
    const array = new JsArray(heap);
    place(heap, array.node);
    heap.eachCall((call) => {
      array.push(makeSession(call), call);
    });
  };
}

/** `queue.head = { next: queue.head }` */
function prependedToProperty(heap: TrackedHeapBuilder): void {
  const queue = heap.before.object('Queue');
  heap.variable('queue', queue);
  let head: NodeBuilder | undefined;
  heap.eachCall((call) => {
    const cell = call.object('Cell');
    if (head !== undefined) cell.property('next', head);
    head = cell;
  });
  queue.property('head', head!);
}

function heldByNode(prototypes: 'HandleWrap' | 'NodeEventTarget'): LeakyProgram {
  return (heap) => {
    const handles = heap.before.node('synthetic', '(Global handles)');
    heap.gcRoots.element(5, handles);
    const prototype = heap.before
      .object('Port')
      .property('__proto__', heap.before.object(prototypes));
    heap.gcRoots.element(6, prototype);
    heap.eachCall((call) => {
      const port = call.object('Port', { size: 100 }).property('__proto__', prototype);
      const parser = call.object('Parser', { size: 2_000 }).property('port', port);
      handles.element(2 * call.number, port).element(2 * call.number + 1, parser);
    });
  };
}

function heldByHandles(heap: TrackedHeapBuilder): void {
  const handles = heap.before.node('synthetic', '(Global handles)');
  heap.gcRoots.element(5, handles);
  heap.eachCall((call) => {
    handles.element(call.number, makeSession(call));
  });
}

function heldByRegistry(heap: TrackedHeapBuilder): void {
  const registry = heap.before.object('FinalizationRegistry');
  heap.variable('registry', registry);
  heap.eachCall((call) => {
    registry.internal(`cell ${String(call.number)}`, makeSession(call));
  });
}

function causeOf(program: LeakyProgram): Cause {
  return onlyCause(trackedHeap(program));
}

/** The only cause of a program, with the scope that its chain passes last. */
function anchored(program: LeakyProgram) {
  const { index, calls } = trackedHeap(program);
  const cause = onlyCause({ index, calls });
  const isContext = (node: number): boolean => nameOf(index.graph, node) === 'system / Context';
  const context = cause.chain.findLast(({ node }) => isContext(node))?.node;
  return { ...cause, index, context };
}

function describedTypes(make: (heap: HeapBuilder) => readonly NodeBuilder[]): string[] {
  let nodes: readonly NodeBuilder[] = [];
  const { graph } = buildHeap((heap) => {
    nodes = make(heap);
    nodes.forEach((node, at) => heap.root.element(at, node));
  });
  const index = indexHeap(graph, [10_000]);
  return nodes.map(({ ordinal }) => {
    const { kind, name } = typeDescription(index, ordinal);
    return `${kind} ${name}`;
  });
}

/** V8 keeps each in a cell, and draws it as a property as well. */
function globalVariables(heap: TrackedHeapBuilder): void {
  const table = heap.before.node('array', '(object properties)');
  heap.global.internal('properties', table);
  heap.eachCall((call) => {
    const value = call.object('Widget');
    const cell = call
      .node('hidden', 'system / PropertyCell', { size: 40 })
      .internal('value', value);
    table.internal(String(call.number), cell);
    heap.global.property(`widget${String(call.number)}`, value);
  });
}

function registeredSymbols(heap: TrackedHeapBuilder): void {
  const table = heap.before.node('array', '');
  const strong = heap.before.node('synthetic', '(Strong roots)');
  heap.gcRoots.element(4, strong.internal('public_symbol_table', table));
  heap.eachCall((call) => {
    const name = call.node('string', `user${String(call.number)}`, { size: 32 });
    const symbol = call.node('symbol', 'symbol', { size: 16 }).internal('name', name);
    table.internal(String(2 * call.number), name).internal(String(2 * call.number + 1), symbol);
  });
}
