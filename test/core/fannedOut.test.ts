import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCauses } from '../../src/core/causes/causes';
import { joinFannedOut } from '../../src/core/causes/fannedOut';
import { outerFirst } from '../../src/core/causes/outerFirst';
import type { Suspect } from '../../src/core/report/report';
import { leakReport } from './sampleReports';
import { JsArray, trackedHeap } from './trackedHeap';

const [sample] = leakReport.suspects;
const listenersBefore = 40;

test('what each call adds to all that accumulates is the doing of what accumulates', () => {
  assert.deepEqual(
    joinedWhere(() => true),
    [['listeners', ['Item']]],
  );
});

test('what it adds to one of them is a mistake of its own', () => {
  assert.deepEqual(
    joinedWhere((list, call) => list === call % listenersBefore),
    [
      ['listeners', []],
      ['unread', []],
    ],
  );
});

/** Holders, and what they also keep, where a call adds to some of the lists that the listeners have. */
function joinedWhere(
  isAddedTo: (list: number, call: number) => boolean,
): [string, readonly string[]][] {
  const { index, calls } = trackedHeap((builder) => {
    const { before } = builder;
    const listeners = new JsArray(builder);
    builder.variable('listeners', listeners.node);
    const lists = Array.from({ length: listenersBefore }, () => new JsArray(builder));
    for (const { node } of lists) {
      const scope = before.object('system / Context').context('unread', node);
      listeners.push(before.closure('onData').internal('context', scope), before);
    }
    builder.eachCall((call) => {
      listeners.push(call.closure('onData'), call);
      lists.forEach((list, at) => {
        if (isAddedTo(at, call.number)) list.push(call.object('Item'), call);
      });
    });
  });
  const causes = findCauses(index, calls);
  const suspects = causes.map(
    ({ type, holder, objectsPerCall, bytesPerCall, fingerprint }): Suspect => ({
      ...sample!,
      type,
      leakRoot: { name: holder.name, type: '' },
      objectsPerCall,
      bytesPerCall,
      passengers: [],
      alsoHeldBy: [],
      fingerprint,
    }),
  );
  return joinFannedOut(outerFirst(index, suspects, causes), causes).map(
    ({ leakRoot, passengers }) => [leakRoot.name, passengers.map(({ type }) => type)],
  );
}
