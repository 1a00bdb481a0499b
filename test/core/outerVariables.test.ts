import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functionSites } from '../../src/core/source/functionSites';
import { mentionsOuterVariable } from '../../src/core/source/outerVariables';
import { parseScript } from '../../src/core/source/script';
import { sitesByName } from '../../src/core/source/siteSelection';

/** Whether the function `f` of a script mentions a variable `a` of the scopes around it. */
function mentions(text: string): boolean {
  const script = parseScript(text);
  return mentionsOuterVariable(script, sitesByName(functionSites(script), 'f')[0]!, 'a');
}

test('a function mentions an outer variable in its body, its parameters and functions in it', () => {
  assert.ok(mentions('let a; function f() { return a; }'));
  assert.ok(mentions('let a; function f(b = a) {}'));
  assert.ok(mentions('let a; function f() { return () => ({ a }); }'));
  assert.ok(mentions('let a; const f = () => { for (const b of a) b(); };'));
  assert.ok(mentions('let a; function f() { { const a = 1; } a(); }'));
  assert.ok(mentions('function f() { return a; }'));
});

test('a variable of its own, a property and a function beside it are none', () => {
  assert.ok(!mentions('let a; function f(a) { return a; }'));
  assert.ok(!mentions('let a; function f() { var a = 1; return () => a; }'));
  assert.ok(!mentions('let a; function f(b) { return b.a + { a: 1 }.a; }'));
  assert.ok(!mentions('let a; function f() {} function g() { return a; }'));
});

test('code that is evaluated may read every variable', () => {
  assert.ok(mentions('let a; function f(text) { return eval(text); }'));
});
