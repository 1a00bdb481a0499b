import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testAtCursor, testsIn } from '../../src/core/source/testAtCursor';

const source = `import { describe, it } from 'node:test';
describe('sessions', () => {
  const is = (text: string): boolean => /a/.test(text);
  beforeEach(() => login('ada'));
  it('are new', async (): Promise<void> => {
    const users = names.map((name) => name.trim());
    assert.ok(is('a'), \`\${users.map((user) => user)}\`);
  });
  it.each\`
    a    | b
    \${1} | \${2}
  \`('$a is less than $b', ({ a, b }) => {
    assert.ok(a < b);
  });
  const dbTest = test.extend({});
  dbTest('keeps rows', ({ db }) => db.keep());
  it.each([1])('%i', (n) => n);
  test(title, { timeout: 5 }, function () {
    return t.test('inner', () => {
      call();
    });
  });
});
`;

test('a test is found by a line in its function, by the line of its title, and by a column', () => {
  assert.deepEqual(testAtCursor(source, { line: 5 }), { title: 'are new' });
  assert.deepEqual(testAtCursor(source, { line: 6 }), { title: 'are new' });
  assert.deepEqual(testAtCursor(source, { line: 7, column: 12 }), { title: 'are new' });
  assert.deepEqual(testAtCursor(source, { line: 16, column: 5 }), { title: 'keeps rows' });
});

test('the innermost of nested tests is meant, which no title leads to', () => {
  assert.deepEqual(testAtCursor(source, { line: 20 }), {});
  assert.deepEqual(testAtCursor(source, { line: 18 }), {});
});

test('a test may be given a function by name', () => {
  const text = `it('is so', named);\nit(named);\nconst is = /a/.test(word, named);`;
  assert.deepEqual(testAtCursor(text, { line: 1 }), { title: 'is so' });
  for (const line of [2, 3]) assert.equal(testAtCursor(text, { line }), undefined);
});

test('a title that is put together is none', () => {
  const text = `test('of ' + name, () => {});\ntest('of one', () => {});`;
  assert.deepEqual(testAtCursor(text, { line: 1 }), {});
  assert.deepEqual(testAtCursor(text, { line: 2 }), { title: 'of one' });
});

test('a test of rows has no title of its own', () => {
  assert.deepEqual(testAtCursor(source, { line: 13 }), {});
  assert.deepEqual(testAtCursor(source, { line: 17 }), {});
});

test('hooks, suites, and regular expressions that are tested are no tests', () => {
  for (const line of [1, 2, 3, 4, 15]) {
    assert.equal(testAtCursor(source, { line }), undefined, `line ${String(line)}`);
  }
});

test('the tests of a source are listed in its order, without those that are left out', () => {
  const more = `it.skip('later', () => {});\nit('last', () => {});`;
  const listed = testsIn(`${source}${more}`).map(({ line, title }) => [line, title]);
  assert.deepEqual(listed, [
    [5, 'are new'],
    [9, undefined],
    [16, 'keeps rows'],
    [17, undefined],
    [18, undefined],
    [19, 'inner'],
    [25, 'last'],
  ]);
});
