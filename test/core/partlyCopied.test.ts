import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCauses } from '../../src/core/causes/causes';
import type { NodeBuilder } from './graphDsl';
import { trackedHeap, type TrackedHeap } from './trackedHeap';

const branches = 16;

/** `tree = tree.with(new Entry())`: the last version of each branch, one of which each call copies, under a new root. */
function persistentTree(mostPerBranch: number): TrackedHeap {
  return trackedHeap(
    (heap) => {
      const tree: { children: NodeBuilder[]; entries: NodeBuilder[][]; root?: NodeBuilder } = {
        children: [],
        entries: Array.from({ length: branches }, () => []),
      };
      heap.eachCall((call) => {
        const at = (call.number * 5) % branches;
        const entry = call
          .object('Entry', { size: 32 })
          .property('value', call.object('Visit', { size: 16 }));
        tree.entries[at] = [...tree.entries[at]!, entry].slice(-mostPerBranch);
        tree.children[at] = call.object('Branch', { size: 24 });
        tree.root = call.object('Root', { size: 24 });
      });
      heap.atEnd(() => {
        tree.children.forEach((child, at) => {
          tree.root!.property(String(at), child);
          tree.entries[at]!.forEach((entry, key) => child.property(`entry ${String(key)}`, entry));
        });
        heap.variable('tree', tree.root!);
      });
    },
    { earlierCalls: 100 },
  );
}

test('what a tree that is copied in part gets from each call is found under its copies', () => {
  const { index, calls } = persistentTree(Infinity);
  const [cause, ...others] = findCauses(index, calls);
  assert.deepEqual(others, []);
  assert.equal(cause?.type.name, 'Entry');
  assert.equal(cause.holder.name, 'tree');
  assert.deepEqual(cause.group.perBatch, [1, 1, 1, 6, 6]);
  assert.deepEqual([cause.objectsPerCall, cause.bytesPerCall], [1, 48]);
  assert.deepEqual(cause.size, { before: 0, after: 115 });
});

test('a tree that is copied in part, and loses as many entries as it gets, has no cause', () => {
  const { index, calls } = persistentTree(2);
  assert.deepEqual(findCauses(index, calls), []);
});
