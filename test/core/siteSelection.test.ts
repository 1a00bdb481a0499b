import assert from 'node:assert/strict';
import test from 'node:test';
import { functionSites } from '../../src/core/source/functionSites';
import { parseScript } from '../../src/core/source/script';
import { siteAtPosition, sitesByName } from '../../src/core/source/siteSelection';

/** The name of the function that a cursor at `|` means; `(none)` where it means none. */
function atCursor(marked: string): string {
  const script = parseScript(marked.replace('|', ''));
  const site = siteAtPosition(functionSites(script), script.lines.positionAt(marked.indexOf('|')));
  return site === undefined ? '(none)' : site.name || '(anonymous)';
}

/** The same for a line, 1-based, as `file.js:12` gives it. */
function atLine(text: string, line: number): string {
  const site = siteAtPosition(functionSites(parseScript(text)), { line0: line - 1 });
  return site === undefined ? '(none)' : site.name || '(anonymous)';
}

test('a cursor in a body means the innermost function around it', () => {
  assert.equal(atCursor('function a() { const b = () => { |x(); }; }'), 'b');
  assert.equal(atCursor('function a() { const b = () => { x(); }; |y(); }'), 'a');
  assert.equal(atCursor('function a() {\n  list.map((x) => x);\n|\n}'), 'a');
  assert.equal(atCursor('class A {\n  m() {\n    |\n  }\n}'), 'm');
});

test('a cursor on the bound name, on export or on a modifier means that function', () => {
  assert.equal(atCursor('const f|oo = () => 1;'), 'foo');
  assert.equal(atCursor('exp|ort const foo = () => 1;'), 'foo');
  assert.equal(atCursor('exp|orts.foo = () => 1;'), 'foo');
  assert.equal(atCursor('module.exports = { f|oo: () => 1 };'), 'foo');
  assert.equal(atCursor('export defa|ult function () {}'), 'default');
  assert.equal(atCursor('class A { st|atic make() {} }'), 'make');
  assert.equal(atCursor('const a = () => 1, b| = () => 2;'), 'b');
  assert.equal(atCursor('function outer() {\n|  const inner = () => 1;\n}'), 'inner');
  assert.equal(atCursor('function outer() {\n  const inner = () => 1;|\n}'), 'inner');
});

test('a cursor in the comment directly above means the function below', () => {
  assert.equal(atCursor('/** Do|es it. */\nfunction foo() {}'), 'foo');
  assert.equal(atCursor('// first|\n// second\nexport const foo = () => 1;'), 'foo');
  assert.equal(atCursor('class A {\n  /** |Makes one. */\n  static make() {}\n}'), 'make');
  assert.equal(atCursor('function f() {\n  // |about nothing\n\n  const g = () => 1;\n}'), 'f');
  assert.equal(atCursor('function f() {\n  x(); // |about x\n  const g = () => 1;\n}'), 'f');
});

test('a cursor on the head of a class means its constructor', () => {
  assert.equal(atCursor('class Sess|ion { constructor() {} m() {} }'), 'Session');
  assert.equal(atCursor('class Sess|ion extends Base { m() {} }'), 'Session');
  assert.equal(atCursor('function f() {\n  class Inner {\n    x = 1;|\n  }\n}'), 'f');
});

test('a cursor outside every function means the one that begins on its line', () => {
  assert.equal(atCursor('const handler = wr|ap(async () => { x(); });'), '(anonymous)');
  assert.equal(atCursor('|\nfunction a() {}'), '(none)');
});

test('without a column a named function that begins on the line comes first', () => {
  const text = [
    'const sum = (list) => list.reduce((a, b) => a + b);', // 1
    'function outer() {', // 2
    '  items.forEach((x) => add(x));', // 3
    '  bus.on("tick", () => {', // 4
    '    add(1);', // 5
    '  });', // 6
    '  const inner = () => 1;', // 7
    '}', // 8
    'bus.on("tock", () => add(2));', // 9
    '', // 10
  ].join('\n');
  assert.deepEqual(
    Array.from({ length: 10 }, (_, index) => atLine(text, index + 1)),
    [
      'sum',
      'outer',
      'outer',
      '(anonymous)',
      '(anonymous)',
      '(anonymous)',
      'inner',
      'outer',
      '(anonymous)',
      '(none)',
    ],
  );
});

test('a name selects functions, members by Class.name and holder.name', () => {
  const sites = functionSites(
    parseScript(`
      class Queue { constructor() {} push() {} static of() {} }
      const api = { list() {} };
      exports.shown = function inner() {};
      function list() {}
      class Session {}
    `),
  );
  const lines = (name: string): number[] => sitesByName(sites, name).map((s) => s.location.line0);
  assert.deepEqual(lines('Queue.push'), [1]);
  assert.deepEqual(lines('Queue'), [1]);
  assert.deepEqual(lines('list'), [2, 4]);
  assert.deepEqual(lines('api.list'), [2]);
  assert.deepEqual(lines('exports.shown'), [3]);
  assert.deepEqual(lines('inner'), [3]);
  assert.deepEqual(lines('Session'), [5]);
  assert.deepEqual(lines('missing'), []);
});
