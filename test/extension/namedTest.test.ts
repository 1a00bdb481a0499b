import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedTest, type NamedItem } from '../../src/extension/run/namedTest';

interface Written {
  readonly label: string;
  readonly line?: number;
  readonly children?: readonly Written[];
}

/** All items, in their order. */
function itemsOf({ label, line, children = [] }: Written, parent?: NamedItem): NamedItem[] {
  const own: [string, NamedItem][] = [];
  const range = line === undefined ? undefined : { start: { line } };
  const item = { label, parent, range, children: own } as unknown as NamedItem;
  const below = children.map((child) => itemsOf(child, item));
  own.push(...below.map(([child], index): [string, NamedItem] => [String(index), child!]));
  return [item, ...below.flat()];
}

test('a test of the Testing view is named with all that it is in; tests that are called the same are counted', () => {
  const rows = [{ label: 'is kept', line: 5 }];
  const items = itemsOf({
    label: 'users.js',
    children: [
      { label: 'ann', line: 3, children: rows },
      { label: 'bob', line: 3, children: [...rows, { label: 'is kept', line: 9 }] },
      { label: 'bob', line: 3, children: rows },
    ],
  });
  const named = items.filter(({ label }) => label === 'is kept').map(namedTest);
  assert.deepEqual(named, [
    { testName: ['users.js', 'ann', 'is kept'] },
    { testName: ['users.js', 'bob', 'is kept'] },
    { testName: ['users.js', 'bob', 'is kept'] },
    { testName: ['users.js', 'bob', 'is kept'], testNumber: 2 },
  ]);
});
