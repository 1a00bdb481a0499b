import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writtenParameters } from '../../src/core/source/writtenParameters';

const read = (text: string) =>
  writtenParameters(text, 0).map(({ text: name, isRest }) => (isRest ? `...${name}` : name));

test('parameters are known by the words of a declaration', () => {
  assert.deepEqual(read('exports.load = function load(id, { at }, done) { f(x, y); };'), [
    'id',
    '{',
    'done',
  ]);
  assert.deepEqual(read('static make(a = f(1, 2), ...rest) {}'), ['a', '...rest']);
  assert.deepEqual(read('const f = async (a, cb,) => g(a, cb);'), ['a', 'cb']);
  assert.deepEqual(read('const f = cb => cb(1, 2);'), ['cb']);
  assert.deepEqual(read('function none() { f(a); }'), []);
});

test('types of TypeScript are no parameters', () => {
  const text =
    'export function load(this: Pool, of: Map<string, number>, done: (error?: Error, n: 1) => void) {}';
  assert.deepEqual(read(text), ['of', 'done']);
});

test('parameters that may be left out are told', () => {
  const optional = (text: string) =>
    writtenParameters(text, 0).flatMap((each) => (each.isOptional ? [each.text] : []));
  assert.deepEqual(optional('function f(a, b = g(c), { d } = {}) {}'), ['b', '{']);
  assert.deepEqual(optional('function f(a: number, b?: () => string, c: A = 1) {}'), ['b', 'c']);
});
