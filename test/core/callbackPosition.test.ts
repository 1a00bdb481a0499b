import assert from 'node:assert/strict';
import test from 'node:test';
import { callbackPosition, type ArgumentsShape } from '../../src/core/source/callbackPosition';
import { functionSites } from '../../src/core/source/functionSites';
import { parseScript } from '../../src/core/source/script';

test('a last parameter that is named like a callback gets one, unless something is given for it', () => {
  assert.equal(position('(path, callback) => {}'), 1);
  assert.equal(position('(path, options = {}, cb) => {}'), 2);
  assert.equal(position('(path, done) => {}', undefined, 1), 1);
  assert.equal(position('(path, done) => {}', undefined, 2), undefined);
  assert.equal(position('(callback, path) => {}'), undefined);
  assert.equal(position('(path, ...next) => {}'), undefined);
  assert.equal(position('() => {}'), undefined);
});

test('whoever asks decides, whatever the name', () => {
  assert.equal(position('(path, next) => {}', false), undefined);
  assert.equal(position('(path, whenReady) => {}', true), 1);
  assert.equal(position('(path, ...rest) => {}', true, 1), 1);
  assert.equal(position('() => {}', true), 0);
});

test('arguments that have the callback decide where it is', () => {
  const given = { count: 2, hasCallback: true };
  assert.equal(positionOf('(path, callback) => {}', undefined, given), 'in arguments');
});

function position(text: string, asked?: boolean, count = 0): unknown {
  return positionOf(text, asked, { count, hasCallback: false });
}

function positionOf(text: string, asked: boolean | undefined, given: ArgumentsShape): unknown {
  const [site] = functionSites(parseScript(text));
  return callbackPosition(site!.parameters, asked, given);
}
