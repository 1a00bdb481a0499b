import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onlyCause, groupsOf, JsArray, JsTable, trackedHeap } from './trackedHeap';
import type { TrackedHeapBuilder } from './trackedHeap';
import { findCauses } from '../../src/core/causes/causes';
import { outerFirst } from '../../src/core/causes/outerFirst';

const rooms = 4;

test('the lists of a map of lists are one holder, though each call adds to one of them', () => {
  const heap = trackedHeap((builder) => {
    const byRoom = new JsTable(builder, 'Map');
    builder.variable('byRoom', byRoom.node);
    const lists = roomLists(builder);
    lists.forEach(({ node }, room) => {
      byRoom.add(builder.before, builder.before.string(`room ${String(room)}`), node);
    });
    builder.eachCall((call) => {
      lists[call.number % rooms]!.push(call.object('Message'), call);
    });
  });
  const { holder, objectsPerCall, size, group } = onlyCause(heap);
  assert.deepEqual(
    [holder.name, objectsPerCall, size.after, group.owners.length],
    ['byRoom.get(…)', 1, 25, rooms],
  );
});

test('so are the maps in the maps of a map, of which each call adds to one', () => {
  const heap = trackedHeap((builder) => {
    const outer = new JsTable(builder, 'Map');
    builder.variable('byTenant', outer.node);
    const inner = Array.from({ length: rooms }, () => new JsTable(builder, 'Map'));
    for (const half of [inner.slice(0, 2), inner.slice(2)]) {
      const users = new JsTable(builder, 'Map');
      outer.add(builder.before, builder.before.string('tenant'), users.node);
      for (const { node } of half) users.add(builder.before, builder.before.string('user'), node);
    }
    builder.eachCall((call) => {
      inner[call.number % rooms]!.add(call, call.string('id'), call.object('Session'));
    });
  });
  const { holder, objectsPerCall, group } = onlyCause(heap);
  assert.deepEqual(
    [holder.name, objectsPerCall, group.owners.length],
    ['byTenant.get(…)', 1, rooms],
  );
});

test('lists of rooms that no tracked call reached count all the same', () => {
  const heap = trackedHeap(
    (builder) => {
      const byRoom = new JsArray(builder);
      builder.variable('byRoom', byRoom.node);
      const lists = Array.from({ length: 40 }, () => new JsArray(builder));
      for (const { node } of lists) byRoom.push(node, builder.before);
      builder.eachCall((call) => {
        lists[call.number % lists.length]!.push(call.object('Message'), call);
      });
    },
    { earlierCalls: 25 },
  );
  const { holder, confidence } = onlyCause(heap);
  assert.deepEqual([holder.name, confidence], ['byRoom[…]', 1]);
});

test('properties to which calls add in turn are keys; those to which each call adds are names', () => {
  const inTurn = trackedHeap((builder) => {
    const lists = namedLists(builder);
    builder.eachCall((call) => {
      lists[call.number % rooms]!.push(call.object('Message'), call);
    });
  });
  assert.equal(onlyCause(inTurn).holder.name, 'log[…]');

  const together = trackedHeap((builder) => {
    const [first, second] = namedLists(builder);
    builder.eachCall((call) => {
      first!.push(call.object('Message'), call);
      second!.push(call.object('Message'), call);
    });
  });
  assert.equal(groupsOf(together).length, 2);
});

test('the scopes of a factory that made several objects are one holder', () => {
  const heap = trackedHeap((builder) => {
    const stores = new JsArray(builder);
    builder.variable('stores', stores.node);
    const lists = roomLists(builder);
    for (const { node } of lists) {
      const { before } = builder;
      const scope = before.object('system / Context').context('items', node);
      const store = before
        .object('Object')
        .property('add', before.closure('add').internal('context', scope))
        .property('clear', before.closure('clear').internal('context', scope));
      stores.push(store, before);
    }
    builder.eachCall((call) => {
      lists[call.number % rooms]!.push(call.object('Item'), call);
    });
  });
  const { holder, group } = onlyCause(heap);
  assert.deepEqual([holder.name, group.owners.length], ['items', rooms]);
});

test('so are those of callbacks that are wrapped on their way into a list', () => {
  const heap = trackedHeap((builder) => {
    const { before } = builder;
    const transports = new JsArray(builder);
    builder.variable('transports', transports.node);
    const lists = roomLists(builder);
    for (const { node } of lists) {
      const report = before.object('Report').property('lines', node);
      const scope = before.object('system / Context').context('report', report);
      let callback = before.closure('write').internal('context', scope);
      for (const name of ['checked', 'timed']) {
        const wrapping = before.object('system / Context').context('inner', callback);
        callback = before.closure(name).internal('context', wrapping);
      }
      transports.push(before.object('Object').property('write', callback), before);
    }
    builder.eachCall((call) => {
      for (const list of lists) list.push(call.object('Line'), call);
    });
  });
  const { objectsPerCall, group } = onlyCause(heap);
  assert.deepEqual([objectsPerCall, group.owners.length], [rooms, rooms]);
});

test('so are those of a factory whose methods are in two lists, as listeners are', () => {
  const heap = trackedHeap((builder) => {
    const { before } = builder;
    const events = before.object('Object');
    builder.variable('events', events);
    const [data, error] = [new JsArray(builder), new JsArray(builder)];
    events.property('data', data.node).property('error', error.node);
    const lists = roomLists(builder);
    for (const { node } of lists) {
      const scope = before.object('system / Context').context('unread', node);
      data.push(before.closure('onData').internal('context', scope), before);
      error.push(before.closure('onError').internal('context', scope), before);
    }
    builder.eachCall((call) => {
      for (const list of lists) list.push(call.object('Item'), call);
    });
  });
  const { objectsPerCall, group } = onlyCause(heap);
  assert.deepEqual([objectsPerCall, group.owners.length], [rooms, rooms]);
});

test('so are things that are in a Map and in a list', () => {
  const heap = trackedHeap((builder) => {
    const { before } = builder;
    const [byName, inOrder] = [new JsTable(builder, 'Map'), new JsArray(builder)];
    builder.variable('byName', byName.node);
    builder.variable('inOrder', inOrder.node);
    const lists = roomLists(builder);
    for (const { node } of lists) {
      const room = before.object('Room').property('messages', node);
      byName.add(before, before.string('room'), room);
      inOrder.push(room, before);
    }
    builder.eachCall((call) => {
      for (const list of lists) list.push(call.object('Item'), call);
    });
  });
  assert.equal(onlyCause(heap).group.owners.length, rooms);
});

test('so are things that are in a list which is copied with each of them', () => {
  const heap = trackedHeap((builder) => {
    const lists = roomLists(builder);
    let newest = builder.before;
    builder.eachCall((call) => {
      for (const list of lists) list.push(call.object('Item'), call);
      newest = call;
    });
    const copy = new JsArray(builder, newest);
    for (const { node } of lists) copy.push(node, newest);
    builder.variable('lists', copy.node);
  });
  assert.equal(onlyCause(heap).group.owners.length, rooms);
});

test('a field that each call makes anew in one of many objects is no more than these', () => {
  const hooksBefore = 12;
  const heap = trackedHeap(
    (builder) => {
      const { before } = builder;
      const byName = new JsTable(builder, 'Map');
      builder.variable('hooks', byName.node);
      const hooks = Array.from({ length: hooksBefore }, () => {
        const [hook, taps] = [before.object('Hook'), new JsArray(builder)];
        byName.add(before, before.string('name'), hook.property('taps', taps.node));
        return { hook, taps, compiled: before.object('Array'), functions: [before.closure('')] };
      });
      builder.eachCall((call) => {
        const own = hooks[call.number % hooksBefore]!;
        const fn = call.closure('').property('history', call.object('Array'));
        own.taps.push(call.object('Tap').property('fn', fn), call);
        own.functions.push(fn);
        own.compiled = call.object('Array');
      });
      for (const { hook, compiled, functions } of hooks) {
        functions.forEach((fn, at) => compiled.element(at, fn));
        hook.property('compiled', compiled);
      }
    },
    { calls: [1, 1, 1, 1], earlierCalls: 36 },
  );
  assert.deepEqual(
    findCauses(heap.index, heap.calls).map(({ type }) => type.name),
    ['Tap'],
  );
});

test('what grows in each of many things comes after what accumulates these things', () => {
  const heap = trackedHeap((builder) => {
    const { before } = builder;
    const listeners = new JsArray(builder);
    builder.variable('listeners', listeners.node);
    const lists = roomLists(builder);
    for (const { node } of lists) {
      const scope = before.object('system / Context').context('unread', node);
      listeners.push(before.closure('onData').internal('context', scope), before);
    }
    builder.eachCall((call) => {
      listeners.push(call.closure('onData'), call);
      for (const list of lists) list.push(call.object('Item'), call);
    });
  });
  const causes = findCauses(heap.index, heap.calls);
  assert.deepEqual(
    outerFirst(heap.index, causes, causes).map(({ holder }) => holder.name),
    ['listeners', 'unread'],
  );
});

test('symbols that are registered for ever come after what they are keys of', () => {
  const heap = trackedHeap((builder) => {
    const { before, gcRoots } = builder;
    const registry = before.node('array', '');
    const roots = before
      .node('synthetic', '(Strong roots)')
      .internal('public_symbol_table', registry);
    gcRoots.element(4, roots);
    const current = new JsTable(builder, 'Map');
    builder.variable('current', current.node);
    builder.eachCall((call) => {
      const symbol = call.node('symbol', 'job', { size: 24 });
      registry.internal(String(call.number), symbol);
      current.add(call, symbol, call.object('Job', { size: 40 }));
    });
  });
  const causes = findCauses(heap.index, heap.calls);
  const registryFirst = causes.toSorted((a, b) => b.holder.name.localeCompare(a.holder.name));
  assert.equal(registryFirst[0]?.holder.name, 'global symbol registry');
  assert.deepEqual(
    outerFirst(heap.index, registryFirst, causes).map(({ holder }) => holder.name),
    ['current', 'global symbol registry'],
  );
});

function roomLists(builder: TrackedHeapBuilder): JsArray[] {
  return Array.from({ length: rooms }, () => new JsArray(builder));
}

function namedLists(builder: TrackedHeapBuilder): JsArray[] {
  const lists = roomLists(builder);
  const log = builder.before.object('Object');
  builder.variable('log', log);
  lists.forEach(({ node }, at) => log.property(`list${String(at)}`, node));
  return lists;
}
