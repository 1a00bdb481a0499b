import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writtenName } from '../../src/core/source/writtenName';

test('a function that has its name from an export is called by that', () => {
  assert.equal(writtenName('exports.record'), 'record');
  assert.equal(writtenName('module.exports.record'), 'record');
  assert.equal(writtenName('exports.Pool.take'), 'Pool.take');
});

test('every other name stays as it is', () => {
  for (const name of [
    '',
    'record',
    'exports',
    'module.exports',
    'Pool.exports.take',
    'myexports.a',
  ]) {
    assert.equal(writtenName(name), name);
  }
});
