import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expressionProblem, isNeverArray } from '../../src/core/source/expressionProblem';

test('one expression is none, whatever stands around it', () => {
  for (const text of ['["user" + i, { a: await x }]', ' [1] // one', '', '  ', 'f(...rest)\n']) {
    assert.equal(expressionProblem(text), undefined, text);
  }
});

test('what does not fit is told with its place', () => {
  assert.deepEqual(expressionProblem('[1)'), { offset: 2, found: ')' });
  assert.deepEqual(expressionProblem('1)'), { offset: 1, found: ')' });
  assert.deepEqual(expressionProblem('["a"]; exit()'), { offset: 5, found: ';' });
  assert.deepEqual(expressionProblem('[a b]'), { offset: 3, found: 'b' });
});

test('a text that ends too early is told at its end', () => {
  assert.deepEqual(expressionProblem('["user" + i'), { offset: 11, found: '' });
  assert.deepEqual(expressionProblem('[1, '), { offset: 4, found: '' });
});

test('a parser that knows more says more', () => {
  assert.deepEqual(expressionProblem('["ada]'), {
    offset: 1,
    found: '"',
    why: 'Unterminated string constant',
  });
});

test('what can be no array is known without running it', () => {
  for (const text of ['"ada"', '42', '{ user: 1 }', '"user" + i', '(a) => a', '`a`']) {
    assert.equal(isNeverArray(text), true, text);
  }
  for (const text of ['["ada"]', 'users', 'makeArguments(i)', 'i ? [1] : [2]', '', '[1']) {
    assert.equal(isNeverArray(text), false, text);
  }
});
