import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inNumber, partsOf, type Origin, type Part } from '../../src/core/loop/parts';
import type { SurvivorMatrix } from '../../src/core/loop/survivors';
import { trendOf } from '../../src/core/loop/trend';
import {
  doublingCalls,
  engineNoise,
  growingBackingStore,
  leak,
  lruCache,
  runBatches,
  together,
  type Program,
} from './seriesDsl';

test('stacks with the same outermost frame are judged together, as inlining moves allocations', () => {
  const inlinedAt = 300;
  const program: Program = (heap) => ({
    call: (number) => heap.allocate(16, number < inlinedAt ? 1 : 2),
  });
  const matrix = run(program, 10);
  assert.notEqual(trendOf(matrix.series([1])).kind, 'growing');
  assert.notEqual(trendOf(matrix.series([2])).kind, 'growing');
  const parts = partsOf(matrix, fromOneFunction);
  assert.equal(parts.length, 1);
  assert.deepEqual(summary(parts), [{ sites: [1, 2], kind: 'growing' }]);
  assert.deepEqual(parts[0]?.trend, { kind: 'growing', objectsPerCall: 1, bytesPerCall: 16 });
});

test('a leak behind a larger cache of the same function shows, alone or as a whole', () => {
  const program = together(leak({ every: 10 }, { site: 1 }), lruCache(1000, { site: 2 }));
  for (const batches of [11, 12, 13, 14]) {
    const growing = partsOf(run(program, batches), fromOneFunction).filter(
      ({ trend }) => trend.kind === 'growing',
    );
    assert.equal(growing.length, 1, `after ${String(batches)} batches`);
    assert.ok(growing[0]!.sites.includes(1));
  }
});

test('where nothing is found to get larger, the objects of the same stacks are judged by themselves', () => {
  const rolling = partsOf(run(together(growingBackingStore(), lruCache(30)), 12), fromOneFunction);
  assert.deepEqual(summary(rolling), [{ sites: [1], kind: 'growing' }]);
  assert.deepEqual(summary(inNumber(rolling)), [{ sites: [1], kind: 'bounded' }]);
  const counted = partsOf(run(leak(), 12), fromOneFunction);
  assert.deepEqual(inNumber(counted), counted);
});

test('what grows as a whole is not counted again stack by stack', () => {
  const program = together(leak({}, { site: 1 }), leak({}, { site: 2 }));
  const parts = partsOf(run(program, 10), fromOneFunction);
  assert.deepEqual(summary(parts), [{ sites: [1, 2], kind: 'growing' }]);
});

test('stacks with different outermost frames are judged apart', () => {
  const program = together(leak({}, { site: 1 }), lruCache(40, { site: 2 }));
  const parts = partsOf(run(program, 10), (site) => ({ part: site, isProgram: site === 1 }));
  assert.deepEqual(summary(parts), [
    { sites: [1], kind: 'growing' },
    { sites: [2], kind: 'bounded' },
  ]);
  assert.deepEqual(
    parts.map(({ isProgram }) => isProgram),
    [true, false],
  );
});

test("a part is the program's own as soon as one of its stacks is", () => {
  const program = together(leak({}, { site: 1 }), leak({}, { site: 2 }));
  const isProgram = (own: number): boolean[] =>
    partsOf(run(program, 4), (site) => ({ part: 0, isProgram: site === own })).map(
      (part) => part.isProgram,
    );
  assert.deepEqual([isProgram(1), isProgram(2), isProgram(3)], [[true], [true], [false]]);
});

test("slow growth without a frame of the program's is Node getting warm, fast growth is not", () => {
  const kind = (every: number, isProgram: boolean): string | undefined =>
    partsOf(run(leak({ every }), 12), () => ({ part: 1, isProgram }))[0]?.trend.kind;
  assert.deepEqual([kind(3, true), kind(3, false)], ['growing', 'passing']);
  assert.deepEqual([kind(1, true), kind(1, false), kind(2, false)], Array(3).fill('growing'));
});

test('nothing alive makes no part', () => {
  assert.deepEqual(partsOf(run(engineNoise(new Map()), 5), fromOneFunction), []);
});

function run(program: Program, batches: number): SurvivorMatrix {
  return runBatches(program, doublingCalls(batches));
}

function fromOneFunction(): Origin {
  return { part: 7, isProgram: true };
}

function summary(parts: readonly Part[]): { sites: readonly number[]; kind: string }[] {
  return parts.map(({ sites, trend }) => ({ sites: [...sites].sort(), kind: trend.kind }));
}
