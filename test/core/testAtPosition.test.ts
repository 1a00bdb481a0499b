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
