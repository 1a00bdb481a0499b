import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functionSites } from '../../src/core/source/functionSites';
import { parseScript } from '../../src/core/source/script';
import { sourceSites } from '../../src/core/source/sourceSites';
import { testAtPosition, type PlacedTest } from '../../src/core/source/testAtPosition';

function find(text: string, line: number, column?: number): PlacedTest | undefined {
  const script = parseScript(text);
  const sites = sourceSites(script, functionSites(script), undefined);
  const at = column === undefined ? { line } : { line, column };
  return testAtPosition(script, sites, undefined, at);
}

test('a test is entered at its first statement, at the value of an arrow, and at the brace of an empty body', () => {
  const text = [
    `it('a', () => {`,
    `  function helper() {}`,
    `  helper();`,
    `});`,
    `it('b', () => run());`,
    `it('c', async function () {});`,
  ].join('\n');
  const entry = (line: number): string => text.slice(find(text, line)?.call.entry).slice(0, 6);
  assert.equal(entry(3), 'helper');
  assert.equal(entry(5), 'run())');
  assert.equal(entry(6), '});');
});

test('tests are known as compilers write them', () => {
  for (const call of [
    `(0, node_test_1.test)('a', () => {})`,
    `node_test_1.default('a', () => {})`,
    `__vi_import_0__.it.only('a', { retry: 2 }, () => {})`,
    `(0, import_vitest.it).each([1])('a', (n) => {}, 100)`,
    'it.each`a`("a", () => {})',
    `describe('a', () => { t.test('b', (t) => {}) })`,
  ]) {
    assert.ok(find(call, 1) !== undefined, call);
  }
});

test('a test that a compiler calls by way of its module begins where the source map knows of it', () => {
  const text = `(0, node_test_1.test)('a', () => {})`;
  assert.equal(text.slice(find(text, 1)?.call.start).slice(0, 16), 'node_test_1.test');
});

test('a function that is named is entered where it stands, and the test is where it is called', () => {
  const text = `it('a', run);\nit('b', twice);\nfunction run() {\n  call();\n}\nfunction twice() { function twice() {} }`;
  const found = find(text, 1);
  assert.equal(text.slice(found?.call.entry).slice(0, 6), 'call()');
  assert.deepEqual(found?.range, {
    start: { line0: 0, column0: 0 },
    end: { line0: 0, column0: 11 },
  });
  assert.equal(find(text, 2), undefined, 'two functions have that name');
  assert.equal(find(text, 4), undefined);
});

test('the row of a table is told by the line on which it alone begins, and by the column', () => {
  const text = [
    'it.each([',
    '  [1, 2],',
    '  [3, 4], [5, 6],',
    `])('%i', (a) => {`,
    '  call(a);',
    '});',
    'it.each`a | b',
    '  ${1} | ${2}',
    '  ${3} | ${4}',
    '`("$a", ({ a }) => call(a));',
  ].join('\n');
  const row = (line: number, column?: number): number | undefined =>
    find(text, line, column)?.row?.index;
  assert.deepEqual([row(1), row(2), row(3), row(5)], [undefined, 0, undefined, undefined]);
  assert.deepEqual([row(3, 4), row(3, 12)], [1, 2]);
  assert.deepEqual([row(8), row(9), row(10)], [0, 1, undefined]);
});

test('what declares no test is none', () => {
  for (const call of [
    `describe('a', () => {})`,
    `beforeEach(() => {})`,
    `it('a', run)`,
    `/a/.test(names.map((name) => name))`,
    `node_fs_1.default('a', () => {})`,
  ]) {
    assert.equal(find(call, 1), undefined, call);
  }
});

test('of two tests on a line the column tells which is meant', () => {
  const text = `it('a', () => 1); it('b', () => 2);`;
  assert.equal(find(text, 1, 3)?.range.start.column0, 0);
  assert.equal(find(text, 1, 22)?.range.start.column0, 18);
});
