import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayOverlookSmallObjects } from '../../src/core/loop/samplingReach';

test('where every allocation is sampled, no object is overlooked in however few calls', () => {
  assert.equal(mayOverlookSmallObjects(1, 1), false);
});

test('a small object of each call is overlooked where calls are heavy and few, not where they are many', () => {
  assert.equal(mayOverlookSmallObjects(256, 5_000), true, '256 calls of 1 MB: 3 samples at best');
  assert.equal(mayOverlookSmallObjects(16_383, 5_000), false, '163 samples');
  assert.equal(mayOverlookSmallObjects(1_023, 400), false, '1,023 calls of 80 kB: 127 samples');
});
