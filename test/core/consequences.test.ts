import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCauses } from '../../src/core/causes/causes';
import { JsArray, trackedHeap, type TrackedHeapBuilder } from './trackedHeap';

test('what each call adds to all that accumulates is the doing of what accumulates', () => {
  const causes = causesOf((builder, { subscribe, queues }) => {
    builder.eachCall((call) => {
      subscribe(call);
      for (const queue of queues) queue.push(call.object('Item'), call);
    });
  });
  assert.deepEqual(causes, [['listeners', ['Array', 'Item']]]);
});

test('so is one thing that each call adds to all of them', () => {
  const causes = causesOf((builder, { subscribe, queues }) => {
    builder.eachCall((call) => {
      const event = call.object('Event');
      subscribe(call);
      for (const queue of queues) queue.push(event, call);
    });
  });
  assert.deepEqual(causes, [['listeners', ['Array', 'Event']]]);
});

test('what it adds to one of them is a mistake of its own', () => {
  const causes = causesOf((builder, { subscribe, queues }) => {
    builder.eachCall((call) => {
      subscribe(call).push(call.object('Item'), call);
      queues[0]!.push(call.object('Item'), call);
    });
  });
  assert.deepEqual(causes, [
    ['listeners', ['Array', 'Item']],
    ['queue', []],
  ]);
});

test('so is what it adds to some that were there before, and to none that it makes', () => {
  const causes = causesOf((builder, { subscribe, queues }) => {
    const before = [...queues];
    builder.eachCall((call) => {
      subscribe(call);
      for (const queue of before) queue.push(call.object('Item'), call);
    });
  });
  assert.deepEqual(causes, [
    ['queue', []],
    ['listeners', ['Array']],
  ]);
});

test('so is what somebody else keeps as well', () => {
  const causes = causesOf((builder, { subscribe, queues }) => {
    const log = new JsArray(builder);
    builder.variable('log', log.node);
    builder.eachCall((call) => {
      const event = call.object('Event');
      subscribe(call);
      log.push(event, call);
      for (const queue of queues) queue.push(event, call);
    });
  });
  assert.deepEqual(causes.map(([holder]) => holder).sort(), ['listeners', 'log', 'queue']);
});

type Call = TrackedHeapBuilder['before'];

interface Listeners {
  /** Of each listener its own. */
  readonly queues: readonly JsArray[];
  /** Adds one more, and returns its queue. */
  readonly subscribe: (made: Call) => JsArray;
}

/** Holders, and what they also keep, of a program whose listeners have a queue each. */
function causesOf(
  program: (builder: TrackedHeapBuilder, listeners: Listeners) => void,
): [string, string[]][] {
  const { index, calls } = trackedHeap((builder) => {
    const listeners = new JsArray(builder);
    builder.variable('listeners', listeners.node);
    const queues: JsArray[] = [];
    const subscribe = (made: Call): JsArray => {
      const queue = new JsArray(builder, made);
      const scope = made.object('system / Context').context('queue', queue.node);
      listeners.push(made.closure('onData').internal('context', scope), made);
      queues.push(queue);
      return queue;
    };
    for (let at = 0; at < 40; at++) subscribe(builder.before);
    program(builder, { queues, subscribe });
  });
  return findCauses(index, calls).map(({ holder, passengers }) => [
    holder.name,
    passengers
      .map(({ type }) => type)
      .filter((type) => type !== 'Context')
      .sort(),
  ]);
}
