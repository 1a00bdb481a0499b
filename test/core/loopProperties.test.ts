import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoopBudget } from '../../src/core/loop/loopPlan';
import type { Part } from '../../src/core/loop/parts';
import { isGrowing, judgeLoop } from '../../src/core/loop/verdict';
import { randomSource } from './randomSource';
import {
  leak,
  leakByChance,
  loopOver,
  lruCache,
  memo,
  memoInTurn,
  randomlyEvictingCache,
  sawtooth,
  startingAt,
  together,
  twoGenerations,
  type Program,
} from './seriesDsl';

/** The limits that a user has who sets none. */
const defaults: LoopBudget = {
  maxCalls: 16_383,
  timeBudgetMillis: 10_000,
  memoryBudgetBytes: 256 * 1024 * 1024,
};
const warmUpCalls = 51;

type Sized = (size: number, seed: number) => Program;

const bounded: Readonly<Record<string, Sized>> = {
  'a cache of the newest': (size) => lruCache(size),
  'a cache that throws out any entry': randomlyEvictingCache,
  'a buffer that is emptied when full': (size) => sawtooth(size),
  'a cache of two generations': (size) => twoGenerations(Math.ceil(size / 2)),
  'results of keys in turn': (size) => memoInTurn(size),
};

for (const [name, of] of Object.entries(bounded)) {
  test(`${name} is never growing, whatever its size, and decided if it was full for a fifth of the calls`, () => {
    for (const [size, seed] of sizes(40, 5, 13_000)) {
      assertDecided(of(size, seed), `${String(size)} entries, seed ${String(seed)}`);
    }
  });

  test(`${name} is bounded beside another, at the same place in the program`, () => {
    for (const [size, seed] of sizes(10, 5, 6_000)) {
      const other = lruCache(Math.ceil(size / 7));
      assertDecided(
        together(of(size, seed), other),
        `${String(size)} entries, seed ${String(seed)}`,
      );
    }
  });

  test(`a leak of one object in up to twelve calls shows behind ${name}`, () => {
    for (const [size, seed] of sizes(30, 5, 700)) {
      const every = 1 + (seed % 12);
      const program = together(of(size, seed), leak({ every }));
      assertGrowing(program, `${String(size)} entries, one in ${String(every)}`);
    }
  });
}

test('results of keys that come at random are never growing, and decided where most of them came', () => {
  for (const [size, seed] of sizes(40, 5, 6_000)) {
    assertDecided(memo(size, seed), `${String(size)} keys, seed ${String(seed)}`);
  }
});

test('a leak is growing, however rare, by chance or not, and whenever it starts', () => {
  for (const [every, seed] of sizes(40, 1, 40)) {
    assertGrowing(leak({ every }), `one in ${String(every)}`);
    assertGrowing(leakByChance(1 / every, seed), `one in about ${String(every)}, ${String(seed)}`);
    assertGrowing(startingAt(8 * every, leak({ count: 3 })), `from call ${String(8 * every)} on`);
  }
});

/** So many sizes between two, small ones as often as large ones, with a number each for chance. */
function sizes(count: number, least: number, most: number): [number, number][] {
  const random = randomSource(count + most);
  return Array.from({ length: count }, (_, at) => [
    Math.round(least * (most / least) ** (random(1_000) / 1_000)),
    at + 1,
  ]);
}

function assertDecided(program: Program, message: string): void {
  const { calls, parts, last } = loopOver(program, defaults, { warmUpCalls, partOf: () => 1 });
  assert.equal(isGrowing(parts), false, `${message} is growing: ${story(parts)}`);
  const made = calls.reduce((sum, count) => sum + count, 0);
  assert.ok(last.kind === 'finish');
  const { verdict } = judgeLoop({ calls: made, parts, end: last.reason });
  assert.ok(
    verdict !== 'unclear',
    `${message} is unclear after ${String(made)} calls: ${story(parts)}`,
  );
}

function assertGrowing(program: Program, message: string): void {
  const { parts } = loopOver(program, defaults, { warmUpCalls, partOf: () => 1 });
  assert.equal(isGrowing(parts), true, `${message}: ${story(parts)}`);
}

function story(parts: readonly Part[]): string {
  return parts
    .map(
      ({ trend, series }) =>
        `${JSON.stringify(trend)} ${series.course.map(({ calls, objects }) => `${String(calls)}:${String(objects)}`).join(' ')}`,
    )
    .join('\n');
}
