import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lateRise } from '../../src/core/loop/lateRise';
import { callsBetween } from '../../src/core/loop/steadyRise';

const calls = callsBetween(8_192, 0.1, 4_000);
const megabyte = 1024 * 1024;

test('linear memory that is full grows by a fifth at a time, and on', () => {
  const inSteps = (needed: number): number => {
    let pages = 16 * megabyte;
    while (pages < needed) pages *= 1.2;
    return pages;
  };
  const perCall = lateRise(
    calls,
    levelsOf((made) => inSteps(30 * megabyte + 4_096 * made)),
  );
  assert.ok(perCall !== undefined && perCall > 2_048 && perCall < 8_192, String(perCall));
});

test('what garbage took is taken no further, nor what fills a pool', () => {
  assert.equal(
    lateRise(
      calls,
      levelsOf(() => 30 * megabyte),
    ),
    undefined,
  );
  assert.equal(
    lateRise(
      calls,
      levelsOf((made) => 4_096 * Math.min(made, 4_000)),
    ),
    undefined,
  );
});

test('a few pages are not enough', () => {
  assert.equal(
    lateRise(
      calls,
      levelsOf((made) => 64 * made),
    ),
    undefined,
  );
});

function levelsOf(level: (made: number) => number): number[] {
  let made = 0;
  return [level(0), ...calls.map((between) => level((made += between)))];
}
