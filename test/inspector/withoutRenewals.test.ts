import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WatchedStore } from '../../src/inspector/watch/growthWatch';
import { withoutRenewals } from '../../src/inspector/watch/withoutRenewals';

const stores = (line: number, count: number, more: Partial<WatchedStore> = {}): WatchedStore[] =>
  Array.from({ length: count }, (_, at) => ({
    key: String(at),
    adds: true,
    moves: false,
    mutates: false,
    className: 'Object',
    frames: [{ functionName: 'push', url: 'queue.js', line, column: 3 }],
    origins: [],
    ...more,
  }));
const linesOf = (list: readonly WatchedStore[]): number[] => [
  ...new Set(list.map(({ frames }) => frames[0]!.line)),
];

test('of a list that each call makes anew, what adds one more is the growth', () => {
  assert.deepEqual(linesOf(withoutRenewals([...stores(7, 300), ...stores(9, 1)], 20)), [9]);
});

test('where nothing else adds, what makes it anew stays', () => {
  assert.deepEqual(linesOf(withoutRenewals(stores(7, 300), 20)), [7]);
});

test('what adds as much as stays is no renewal', () => {
  assert.deepEqual(linesOf(withoutRenewals([...stores(7, 300), ...stores(9, 1)], 1_216)), [7, 9]);
});

test('another kind of thing that is stored once says nothing of it', () => {
  const size = stores(4, 1, { className: 'Date' });
  const moved = stores(5, 1, { adds: false });
  assert.deepEqual(linesOf(withoutRenewals([...size, ...moved, ...stores(7, 300)], 20)), [4, 5, 7]);
});

test('of numbers nothing is left out', () => {
  const numbers = [...stores(7, 300), ...stores(9, 1)].map(
    ({ key, adds, moves, mutates, frames }) => ({
      key,
      adds,
      moves,
      mutates,
      frames,
      origins: [],
    }),
  );
  assert.deepEqual(linesOf(withoutRenewals(numbers, 20)), [7, 9]);
});
