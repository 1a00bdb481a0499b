import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argumentGrowth } from '../../src/core/loop/argumentGrowth';

const areSameValues = true;

test('what goes flat with the same arguments grows with distinct ones', () => {
  assert.equal(argumentGrowth({ fresh: [64, 64], replayed: [0, 1], areSameValues }), 'distinct');
});

test('what grows with the same arguments as with new ones grows with every call', () => {
  assert.equal(
    argumentGrowth({ fresh: [64, 66], replayed: [64, 63], areSameValues }),
    'every call',
  );
});

test('entries that are replaced by fewer are no growth', () => {
  assert.equal(argumentGrowth({ fresh: [70, 64], replayed: [-6, 0], areSameValues }), 'distinct');
});

test('arguments that are made anew tell a cache, but not what every call adds to', () => {
  const made = { areSameValues: false };
  assert.equal(argumentGrowth({ fresh: [64, 64], replayed: [0, 0], ...made }), 'distinct');
  assert.equal(argumentGrowth({ fresh: [64, 64], replayed: [64, 64], ...made }), undefined);
});

test('a cache beside a list is neither', () => {
  assert.equal(argumentGrowth({ fresh: [128, 128], replayed: [64, 64], areSameValues }), undefined);
});

test('two rounds that do not agree tell nothing', () => {
  assert.equal(argumentGrowth({ fresh: [64, 64], replayed: [64, 0], areSameValues }), undefined);
  assert.equal(argumentGrowth({ fresh: [300, 2], replayed: [0, 0], areSameValues }), undefined);
});

test('code that gets warm does not decide', () => {
  assert.equal(argumentGrowth({ fresh: [40, 3], replayed: [2, 0], areSameValues }), undefined);
  assert.equal(argumentGrowth({ fresh: [3, 2], replayed: [3, 2], areSameValues }), undefined);
});
