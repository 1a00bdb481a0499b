import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argumentGrowth, needsAnotherRound } from '../../src/core/loop/argumentGrowth';

/** Two rounds. */
function growth(
  fresh: readonly [number, number],
  replayed: readonly [number, number],
  areSameValues = true,
): ReturnType<typeof argumentGrowth> {
  const rounds = [0, 1].map((at) => ({ fresh: fresh[at]!, replayed: replayed[at]! }));
  return argumentGrowth(rounds, areSameValues);
}

test('what goes flat with the same arguments grows with distinct ones', () => {
  assert.equal(growth([64, 64], [0, 1]), 'distinct');
});

test('what grows with the same arguments as with new ones grows with every call', () => {
  assert.equal(growth([64, 66], [64, 63]), 'every call');
});

test('entries that are replaced by fewer are no growth', () => {
  assert.equal(growth([70, 64], [-6, 0]), 'distinct');
});

test('arguments that are made anew tell a cache, but not what every call adds to', () => {
  assert.equal(growth([64, 64], [0, 0], false), 'distinct');
  assert.equal(growth([64, 64], [64, 64], false), undefined);
});

test('a cache beside a list is neither', () => {
  assert.equal(growth([128, 128], [64, 64]), undefined);
});

test('two rounds that do not agree tell nothing', () => {
  assert.equal(growth([64, 64], [64, 0]), undefined);
  assert.equal(growth([300, 2], [0, 0]), undefined);
});

test('a round in which code got warm is made up for by another one', () => {
  const round = { fresh: 21, replayed: 21 };
  const disturbed = { fresh: 32, replayed: 21 };
  assert.ok(needsAnotherRound([round], true));
  assert.ok(needsAnotherRound([round, disturbed], true));
  assert.equal(argumentGrowth([round, disturbed], true), undefined);
  assert.equal(argumentGrowth([round, disturbed, round], true), 'every call');
  assert.ok(!needsAnotherRound([round, disturbed, round], true));
});

test('no round is added to two that agree, that contradict each other, or of which none tells', () => {
  const list = { fresh: 64, replayed: 64 };
  const cache = { fresh: 64, replayed: 0 };
  const both = { fresh: 128, replayed: 64 };
  for (const rounds of [
    [list, list],
    [list, cache],
    [both, both],
  ]) {
    assert.ok(!needsAnotherRound(rounds, true));
  }
  assert.equal(argumentGrowth([list, cache, list], true), undefined);
});

test('code that gets warm does not decide', () => {
  assert.equal(growth([40, 3], [2, 0]), undefined);
  assert.equal(growth([3, 2], [3, 2]), undefined);
});
