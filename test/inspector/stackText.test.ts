import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstFrame } from '../../src/inspector/watch/stackText';

function placeIn(...frames: readonly string[]): string | undefined {
  const place = firstFrame(['Error: no', ...frames.map((frame) => `    at ${frame}`)].join('\n'));
  return place && `${place.url}:${place.line0}:${place.column0}`;
}

test('the innermost frame of a stack is the first that is in a file, in each form that V8 writes', () => {
  assert.equal(placeIn('f (/a.js:2:3)', 'g (/b.js:4:5)'), '/a.js:1:2');
  assert.equal(placeIn('/a.js:2:3'), '/a.js:1:2');
  assert.equal(placeIn('async file:///a.mjs:2:3'), 'file:///a.mjs:1:2');
  assert.equal(placeIn('async Promise.all (index 0)', 'new Pool (/a.js:2:3)'), '/a.js:1:2');
  assert.equal(
    placeIn('Object.<anonymous> [as run] (/my shop (2)/a.js:2:3)'),
    '/my shop (2)/a.js:1:2',
  );
});

test('modules of Node and evaluated code are no files', () => {
  const node = 'Module._load (node:internal/modules/cjs/loader:1207:15)';
  assert.equal(placeIn(node, 'Object.<anonymous> (/a.js:2:3)'), '/a.js:1:2');
  assert.equal(placeIn(node), undefined);
  assert.equal(placeIn('eval (eval at f (/a.js:2:3), <anonymous>:1:1)'), undefined);
  assert.equal(placeIn('JSON.parse (<anonymous>)'), undefined);
});
