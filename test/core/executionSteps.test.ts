import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executionSteps } from '../../src/core/source/executionSteps';
import { functionSites } from '../../src/core/source/functionSites';
import { parseScript } from '../../src/core/source/script';

/** The text at each step's place to stop, cut short, of the function of that name. */
function stepsIn(text: string, name: string): string[] {
  const script = parseScript(text);
  const site = functionSites(script).find((each) => each.name === name)!;
  return executionSteps(script, site).map(({ position }) =>
    script.text.slice(script.lines.offsetAt(position)).slice(0, 6),
  );
}

test('each statement is a step, and each call at the name that is called', () => {
  const text = 'function f(a) {\n  const b = a.make(1);\n  list.push(b);\n  return g(b);\n}';
  assert.deepEqual(stepsIn(text, 'f'), [
    '{\n  co',
    'const ',
    'make(1',
    'list.p',
    'push(b',
    'return',
    'g(b);\n',
  ]);
});

test('a call without a name is a step at its parenthesis, new at its keyword', () => {
  assert.deepEqual(stepsIn('function f() { t[0](1); new X(); }', 'f'), [
    '{ t[0]',
    't[0](1',
    '(1); n',
    'new X(',
  ]);
});

test('an arrow that is one expression is a step of its own', () => {
  assert.deepEqual(stepsIn('const f = (x) => ({ x });', 'f'), ['{ x })']);
});

test('steps of functions inside the function are theirs', () => {
  const text = 'function f() { on(() => inner()); function later() { other(); } }';
  assert.deepEqual(stepsIn(text, 'f'), ['{ on((', 'on(() ']);
});

test('a statement that begins with its call keeps the place of the statement', () => {
  const script = parseScript('function f() {\n  a.b(\n    1,\n  );\n}');
  const [, statement, call] = executionSteps(script, functionSites(script)[0]!);
  assert.deepEqual(statement!.start, { line0: 1, column0: 2 });
  assert.deepEqual(call!.start, { line0: 1, column0: 2 });
});
