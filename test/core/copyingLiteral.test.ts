import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copyingLiteral } from '../../src/core/source/copyingLiteral';
import { parseScript } from '../../src/core/source/script';

/** The text at the literal in the statement that begins at `at`, cut short. */
function literalAt(text: string, at: string, key?: string): string | undefined {
  const script = parseScript(text);
  const position = copyingLiteral(script, script.lines.positionAt(text.indexOf(at)), key);
  return position && text.slice(script.lines.offsetAt(position)).slice(0, 10);
}

test('the only copy of a statement is found, also in another line', () => {
  assert.equal(
    literalAt('function f() {\n  return g(\n    [...a, 1]);\n}', 'return'),
    '[...a, 1])',
  );
  assert.equal(literalAt('const f = (a) => ({ ...a, b: 1 });', '{ ...a'), '{ ...a, b:');
});

test('of several copies the one that the property gets is found', () => {
  const text =
    'function f(s, x) { return { ...s, a: { ...s.a, list: freeze([...s.a.list, x]) } }; }';
  assert.equal(literalAt(text, 'return', 'list'), '[...s.a.li');
  assert.equal(literalAt(text, 'return', 'b'), undefined);
  assert.equal(literalAt(text, 'return'), undefined);
});

test('a copy in another statement, or in a function within, is none of this one', () => {
  const text = 'function f() { g(() => [...a, 1]); h(); return [...b]; }';
  assert.equal(literalAt(text, 'g(()'), undefined);
  assert.equal(literalAt(text, 'h()'), undefined);
});

test('a literal that copies nothing is no copy', () => {
  assert.equal(literalAt('function f() { return [a, 1]; }', 'return'), undefined);
});
