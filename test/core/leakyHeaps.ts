import type { NodeBuilder } from './graphDsl';
import { JsArray, JsTable, type Call, type TrackedHeapBuilder } from './trackedHeap';

/** Made-up programs, one for each way to hold on to things; see {@link trackedHeap}. */
export type LeakyProgram = (heap: TrackedHeapBuilder) => void;

/** A Session of 40 bytes with a name of 24. */
export function makeSession(call: Call): NodeBuilder {
  return call
    .object('Session', { size: 40 })
    .property('name', call.string(`name ${String(call.number)}`));
}

/** `sessions.push(new Session())` */
export const pushedToArray: LeakyProgram = (heap) => {
  const sessions = new JsArray(heap);
  heap.variable('sessions', sessions.node);
  heap.eachCall((call) => {
    sessions.push(makeSession(call), call);
  });
};

/** `byId.set('id ' + i, new Session())` */
export const setInMap: LeakyProgram = (heap) => {
  const byId = new JsTable(heap, 'Map');
  heap.variable('byId', byId.node);
  heap.eachCall((call) => {
    byId.add(call, call.string(`id ${String(call.number)}`), makeSession(call));
  });
};

/** `recent.push(session); byId.set(id, session)`: to clear one of them frees nothing. */
export const sharedByTwo: LeakyProgram = (heap) => {
  const [recent, byId] = [new JsArray(heap), new JsTable(heap, 'Map')];
  heap.variable('recent', recent.node);
  heap.variable('byId', byId.node);
  heap.eachCall((call) => {
    const session = makeSession(call);
    recent.push(session, call);
    byId.add(call, call.string(`id ${String(call.number)}`), session);
  });
};

/** `head = { value, next: head }`, `head` being a variable of a function's scope. */
export const prependedList: LeakyProgram = (heap) => {
  const scope = heap.before.object('system / Context');
  heap.variable('push', heap.before.closure('push').internal('context', scope));
  let head: NodeBuilder | undefined;
  heap.eachCall((call) => {
    const cell = call.object('Cell', { size: 32 }).property('value', makeSession(call));
    if (head !== undefined) cell.property('next', head);
    head = cell;
  });
  scope.context('head', head!);
};

/** `tail.next = cell; tail = cell` in an object with `head` and `tail`. */
export const appendedList: LeakyProgram = (heap) => {
  const list = heap.before.object('Queue');
  heap.variable('queue', list);
  let tail: NodeBuilder | undefined;
  heap.eachCall((call) => {
    const cell = call.object('Cell', { size: 32 }).property('value', makeSession(call));
    if (tail === undefined) list.property('head', cell);
    else tail.property('next', cell);
    tail = cell;
  });
  list.property('tail', tail!);
};

/** `setInterval(function tick() {…}, 1000)` that nothing clears: a ring, as Node links it. */
export const intervals: LeakyProgram = (heap) => {
  pendingTimers(heap);
};

/** What `intervals` leaves behind, first one first. */
export function pendingTimers(heap: TrackedHeapBuilder): readonly NodeBuilder[] {
  const timers: NodeBuilder[] = [];
  const list = heap.before.object('TimersList');
  const lists = heap.before.object('Object').property('1000', list);
  heap.gcRoots.element(7, heap.before.object('system / Context').context('timerListMap', lists));
  let last = list;
  heap.eachCall((call) => {
    const context = call.object('system / Context').context('session', makeSession(call));
    const timeout = call
      .object('Timeout', { size: 176 })
      .property('_onTimeout', call.closure('tick').internal('context', context))
      .property('_idlePrev', last);
    last.property('_idleNext', timeout);
    last = timeout;
    timers.push(timeout);
  });
  last.property('_idleNext', list);
  list.property('_idlePrev', last);
  return timers;
}

/** `bus.on('tick', function onTick() {…})`, `once` with the wrapper that Node makes. */
export function listeners(method: 'on' | 'once'): LeakyProgram {
  return (heap) => {
    const onTicks = new JsArray(heap);
    const events = heap.before.object('Object').property('tick', onTicks.node);
    const bus = heap.before.object('EventEmitter').property('_events', events);
    heap.variable('bus', bus);
    const onceWrapper = heap.before.closure('onceWrapper');
    heap.gcRoots.element(8, onceWrapper);
    heap.eachCall((call) => {
      const context = call.object('system / Context').context('session', makeSession(call));
      const onTick = call.closure('onTick', { size: 64 }).internal('context', context);
      onTicks.push(method === 'on' ? onTick : wrapOnce(call, bus, onTick, onceWrapper), call);
    });
  };
}

/** As lib/events.js does: `state.wrapFn = onceWrapper.bind(state)`, with the listener on both. */
function wrapOnce(
  call: Call,
  bus: NodeBuilder,
  listener: NodeBuilder,
  onceWrapper: NodeBuilder,
): NodeBuilder {
  const state = call.object('Object').property('target', bus).property('listener', listener);
  const wrapped = call.closure('native_bind', { size: 48 });
  state.property('wrapFn', wrapped);
  return wrapped
    .internal('bound_this', state)
    .internal('bound_function', onceWrapper)
    .property('listener', listener);
}

/** `forever.then(function reaction() {…})` on a promise that never settles: a list, newest first. */
export const promiseReactions: LeakyProgram = (heap) => {
  const forever = heap.before.object('Promise');
  heap.variable('forever', forever);
  let newest: NodeBuilder | undefined;
  heap.eachCall((call) => {
    const context = call.object('system / Context').context('session', makeSession(call));
    const reaction = call.node('hidden', 'system / PromiseReaction', { size: 48 });
    if (newest !== undefined) reaction.hidden(0, newest);
    reaction
      .hidden(2, call.closure('reaction', { size: 64 }).internal('context', context))
      .hidden(3, call.object('Promise', { size: 48 }));
    newest = reaction;
  });
  forever.internal('reactions_or_result', newest!);
};

/** `byName['user ' + i] = { name }`: an Object in an Object. */
export const dictionary: LeakyProgram = (heap) => {
  const byName = heap.before.object('Object', { size: 24 });
  heap.variable('byName', byName);
  heap.eachCall((call) => {
    const name = call.string(`name ${String(call.number)}`);
    const user = call.object('Object', { size: 32 }).property('name', name);
    byName.property(`user ${String(call.number)}`, user);
  });
};

/** `chunks.push(Buffer.alloc(20_000))`: V8 numbers native memory when it takes the snapshot. */
export const buffers: LeakyProgram = (heap) => {
  const chunks = new JsArray(heap);
  heap.variable('chunks', chunks.node);
  heap.eachCall((call) => {
    const id = 2_000_000_000 + 2 * call.number;
    const memory = call.node('native', 'system / JSArrayBufferData', { id, size: 20_000 });
    const arrayBuffer = call.object('ArrayBuffer', { size: 88 }).internal('backing_store', memory);
    chunks.push(call.object('Buffer', { size: 96 }).internal('buffer', arrayBuffer), call);
  });
};

/** `details.set(session, new Details())` with a WeakMap, of sessions that an array keeps. */
export const weakMapValues: LeakyProgram = (heap) => {
  const sessions = new JsArray(heap);
  const table = heap.before.node('array', '', { size: 400 });
  heap.variable('sessions', sessions.node);
  heap.variable('details', heap.before.object('WeakMap').internal('table', table));
  heap.eachCall((call) => {
    const [session, details] = [makeSession(call), call.object('Details', { size: 104 })];
    session.weakMapEntry(table, details);
    table.weak(String(3 + call.number), session);
    sessions.push(session, call);
  });
};

/** `last = new Session()`: the newest result is kept, one at a time. */
export const lastResult: LeakyProgram = (heap) => {
  let last: NodeBuilder | undefined;
  heap.eachCall((call) => {
    last = makeSession(call);
  });
  heap.variable('last', last!);
};

/** A Map that forgets its oldest entry once it has more than so many. */
export function boundedCache(capacity: number): LeakyProgram {
  return (heap) => {
    const cache = new JsTable(heap, 'Map');
    heap.variable('cache', cache.node);
    const entries: [NodeBuilder, NodeBuilder][] = [];
    heap.eachCall((call) => {
      const entry: [NodeBuilder, NodeBuilder] = [
        call.string(`id ${String(call.number)}`),
        makeSession(call),
      ];
      entries.push(entry);
      cache.add(call, ...entry);
      if (entries.length > capacity) cache.remove(...entries.shift()!);
    });
  };
}
