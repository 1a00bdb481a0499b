import assert from 'node:assert/strict';
import test from 'node:test';
import { additionsTo } from '../../src/core/source/additionSites';
import { declarationOf } from '../../src/core/source/scopeAnalysis';
import { parseScript } from '../../src/core/source/script';

/** The lines of the script, as written, with the kind of addition. */
function additions(text: string, variable: string): string[] {
  const script = parseScript(text);
  const lines = text.split('\n');
  return additionsTo(script, declarationOf(script, variable)!).map(
    ({ kind, position }) => `${kind}: ${lines[position.line0]!.trim()}`,
  );
}

test('of two variables that take turns, what is done to the other one adds', () => {
  const store = `
    let current = new Map();
    let next = current;
    function subscribe(listener) {
      if (next === current) next = new Map(current);
      next.set(Symbol(), listener);
    }
    function dispatch() {
      const now = (current = next);
      now.forEach((listener) => listener());
    }`;
  assert.deepEqual(additions(store, 'current'), [
    'assignment: if (next === current) next = new Map(current);',
    'mutation: next.set(Symbol(), listener);',
  ]);
});

test('a variable of the call holds what the call made: assigning it adds', () => {
  const list = `
    let head = null;
    function add(value) {
      const cell = { value, next: head };
      head = cell;
    }`;
  assert.deepEqual(additions(list, 'head'), ['assignment: head = cell;']);
});

test('variables that take turns in a circle end somewhere', () => {
  const swapped = `
    let young = [], old = [];
    function age() { const spare = old; old = young; young = spare; }
    function swap() { young = old; }
    function add(x) { young = [...young, x]; }`;
  assert.deepEqual(additions(swapped, 'old'), [
    'assignment: function age() { const spare = old; old = young; young = spare; }',
    'assignment: function add(x) { young = [...young, x]; }',
  ]);
});

test('a place at which a breakpoint would break super() is left out', () => {
  const list = `
    let made = [];
    class Item extends Base {
      constructor() {
        made.push(1);
        super();
        made.push(this);
        this.remove = () => this.end();
      }
    }`;
  assert.deepEqual(additions(list, 'made'), ['mutation: made.push(this);']);
});

/** Where the script is stopped before each addition, as the text that follows there. */
function stops(text: string): string[] {
  const script = parseScript(text);
  return additionsTo(script, declarationOf(script, 'list')!).map(
    ({ position }) => text.slice(script.lines.offsetAt(position)).split('\n')[0]!,
  );
}

test('an assignment within a statement is stopped at where the statement begins', () => {
  const add = 'list = [...list, x]';
  const stop = (body: string): string | undefined =>
    stops(`let list = [];\nfunction f(x, n) {${body}\n}`)[0];
  assert.equal(stop(`(${add}); done();`), `(${add}); done();`);
  assert.equal(stop(`x && (${add});`), `x && (${add});`);
  assert.equal(stop(`return (${add});`), `return (${add});`);
  assert.equal(stop(`const all = (${add}).length;`), `all = (${add}).length;`);
  assert.equal(stop(`if (x) ${add};`), `${add};`, 'no earlier than it must be');
  assert.equal(stop(`for (;; ${add}) done();`), `${add}) done();`);
  assert.equal(
    stop(`each((y) => (${add}));`),
    `${add}));`,
    "an arrow's value is a place of its own",
  );
  assert.equal(stop(`return [].map(function () { ${add}; });`), `${add}; });`);
});

test('an assignment in another line than its statement is not stopped at', () => {
  assert.deepEqual(
    stops('let list = [];\nfunction f(x) {\nreturn (\nlist = [...list, x]\n);\n}'),
    [],
  );
});
