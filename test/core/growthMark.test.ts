import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthMark, type HeldSeen, type SizeSeen } from '../../src/core/causes/growthMark';

const nobody: readonly HeldSeen[] = [];
const seen = (...sizes: readonly (readonly [mark: number, size: number])[]): SizeSeen[] =>
  sizes.map(([mark, size]) => ({ mark, size }));
/** Others than the copy that is kept. */
const others = (...sizes: readonly (readonly [mark: number, size: number])[]): HeldSeen[] =>
  seen(...sizes).map((each) => ({ ...each, isKept: false }));

/** Marks of one step each. */
const own = (mark: number): number => mark;

test('a copy that is added to grows at the step after which it is longer', () => {
  const copy = { size: 10, seen: seen([4, 9], [5, 9], [6, 10]), ofHolder: nobody };
  assert.equal(growthMark(copy, own, 3), 5);
});

test('what the last step seen adds is in the size after the calls', () => {
  const copy = { size: 10, seen: seen([4, 9]), ofHolder: nobody };
  assert.equal(growthMark(copy, own, 3), 4);
});

test('a loop that makes the copy adds more than the step that adds to it', () => {
  const sizes = seen([4, 0], [5, 1], [6, 2], [7, 3], [8, 4]);
  const stepOf = (mark: number): string => (mark < 7 ? 'loop' : `step ${String(mark)}`);
  assert.equal(growthMark({ size: 4, seen: sizes, ofHolder: nobody }, stepOf, 4), 7);
});

test('a copy that is never seen shorter grows where it is made', () => {
  assert.equal(growthMark({ size: 10, seen: nobody, ofHolder: others([1, 9]) }, own, 3), 3);
  assert.equal(growthMark({ size: 10, seen: seen([5, 10]), ofHolder: nobody }, own, 3), 3);
});

test('of a copy of what is as long already it is not known where that became longer', () => {
  const ofHolder = others([1, 9], [2, 10], [3, 10]);
  assert.equal(growthMark({ size: 10, seen: nobody, ofHolder }, own, 2), undefined);
});

test('what is neither seen shorter nor being made is not what was added to', () => {
  const full = { size: 10, seen: seen([1, 10], [2, 10]), ofHolder: nobody };
  assert.equal(growthMark(full, own, undefined), 'elsewhere');
});

test('what was held before something like it was made is not what was added to', () => {
  const ofHolder = [...others([1, 31]), { mark: 2, size: 32, isKept: true }];
  assert.equal(growthMark({ size: 32, seen: nobody, ofHolder }, own, 4), 'elsewhere');
  assert.equal(growthMark({ size: 32, seen: nobody, ofHolder }, own, 1), 1);
});
