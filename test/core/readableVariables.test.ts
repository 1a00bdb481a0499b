import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functionSites } from '../../src/core/source/functionSites';
import { readableVariables } from '../../src/core/source/readableVariables';
import { parseScript } from '../../src/core/source/script';

/** Names of the variables that can be read where `at` begins, in the function `f`. */
function readable(text: string, at: string): string[] {
  const script = parseScript(text);
  const site = functionSites(script).find(({ name }) => name === 'f')!;
  return readableVariables(script, site, text.indexOf(at)).map(({ name }) => name);
}

test('parameters and variables around a function can be read at each of its steps', () => {
  const text = 'let state = []; function f(x) { state = add(state, x); }';
  assert.deepEqual(readable(text, 'state = add').sort(), ['state', 'x']);
});

test('a variable can be read when its declaration has run, and in its block', () => {
  const text = 'function f(a) { const next = copy(a); if (a) { let b = 1; use(b); } done(next); }';
  assert.deepEqual(readable(text, 'copy(a)'), ['a']);
  assert.deepEqual(readable(text, 'use(b)').sort(), ['a', 'b', 'next']);
  assert.deepEqual(readable(text, 'done(').sort(), ['a', 'next']);
});

test('a variable that the function does not mention is not read: V8 may not have kept it', () => {
  assert.deepEqual(readable('let other = 1; function f(a) { return a; }', 'return'), ['a']);
});

test('functions, classes and imports have nothing that grows', () => {
  assert.deepEqual(readable('function g() {} class C {} function f() { g(C); }', 'g(C)'), []);
});
