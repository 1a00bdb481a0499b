import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf, type Part } from '../../src/core/loop/parts';
import type { SurvivorMatrix } from '../../src/core/loop/survivors';
import { assembleReport, type Measurement } from '../../src/core/report/assembleReport';
import type { BatchMeasurement } from '../../src/core/report/batchReports';
import { leakReport } from './sampleReports';
import {
  doublingCalls,
  engineNoise,
  leak,
  lruCache,
  runBatches,
  together,
  type Program,
} from './seriesDsl';
import { assertValidReport } from './validateReport';
import { said } from '../../src/core/report/sentence';

test('a report of everything that was measured follows the contract', () => {
  const report = assembleReport(measure(leak({}, { size: 20 }), { suspects: leakReport.suspects }));
  assertValidReport(report);
  assert.equal(report.loop.calls, 128);
  assert.equal(report.loop.warmUpCalls, 30);
  assert.deepEqual(report.warnings, ['a warning']);
  assert.equal('threw' in report.loop, false);
  assert.equal('slowdown' in report, false);
});

test('each batch is shown with what is left of it after the last', () => {
  const { loop } = assembleReport(measure(lruCache(40, { size: 10 })));
  assert.deepEqual(
    loop.batches.map(({ survivors }) => survivors),
    [0, 0, 0, 0, 0, 0, 0, 40],
  );
  assert.equal(loop.batches.at(-1)?.survivorBytes, 400);
});

test('each batch is shown with what was alive after it: a cache fills and stays full, a leak goes on', () => {
  const aliveAfter = (program: Program) =>
    assembleReport(measure(program)).loop.batches.map(({ alive }) => alive);
  assert.deepEqual(aliveAfter(lruCache(40)), [1, 2, 4, 8, 16, 32, 40, 40]);
  assert.deepEqual(aliveAfter(leak()), [1, 2, 4, 8, 16, 32, 64, 128]);
});

test('of a sample, the bytes that were alive are told, and no number of objects', () => {
  const measured = { ...measure(leak({}, { size: 1000 })), samplingInterval: 1000 };
  const { batches } = assembleReport(measured).loop;
  assert.deepEqual(
    batches.map(({ aliveBytes }) => aliveBytes),
    [1e3, 2e3, 4e3, 8e3, 16e3, 32e3, 64e3, 128e3],
  );
  assert.ok(batches.every((batch) => !('alive' in batch)));
});

test('a stack that is part of a whole and a part of its own counts once', () => {
  const program = together(leak({ every: 10 }, { site: 1 }), lruCache(1000, { site: 2 }));
  const matrix = runBatches(program, doublingCalls(12));
  const parts = partsOf(matrix, () => ({ part: 1, isProgram: true }));
  assert.equal(parts.flatMap(({ sites }) => sites).length, 3, 'the leak is in two parts');
  const { loop } = assembleReport({ ...measure(program, { batches: 12 }), matrix, parts });
  assert.equal(loop.batches.at(-1)?.survivors, 1000 + 102);
});

test('without suspects, growth per call is what the loop counted', () => {
  const { perCall } = assembleReport(measure(leak({ count: 2 }, { size: 24 })));
  assert.deepEqual([perCall.objects, perCall.bytes], [2, 48]);
  const clean = assembleReport(measure(engineNoise(new Map()))).perCall;
  assert.deepEqual([clean.objects, clean.bytes], [0, 0]);
});

test('with suspects, it is what the heap says of them and their passengers', () => {
  const [first, second] = leakReport.suspects;
  const suspects = [
    { ...first!, objectsPerCall: 1, bytesPerCall: 100, passengers: passengers(2, 0.5) },
    { ...second!, objectsPerCall: 3, bytesPerCall: 30, passengers: [] },
  ];
  const { perCall } = assembleReport(measure(leak(), { suspects }));
  assert.deepEqual([perCall.objects, perCall.bytes], [6.5, 130]);
});

test('memory outside the heap rises by how much the last four batches differ', () => {
  // 8, 16, 32, 64 calls: the rise from the end of the first to the end of the last is of 112 calls.
  const external = [9e6, 5e6, 0, 0, 1000, 7000, 3000, 1000 + 112 * 64];
  const rss = external.map((bytes) => 2 * bytes);
  const report = assembleReport(
    measure(leak(), { memory: (at) => ({ external: external[at]!, rss: rss[at]! }) }),
  );
  assert.deepEqual([report.perCall.externalBytes, report.perCall.rssBytes], [64, 128]);
  const single = assembleReport(measure(leak(), { batches: 1 })).perCall;
  assert.deepEqual([single.externalBytes, single.rssBytes], [0, 0]);
});

test('calls that take longer by more from batch to batch are a slowdown, whatever came before', () => {
  const slowdown = (...millis: readonly number[]) =>
    assembleReport(
      measure(leak(), {
        batches: millis.length,
        memory: (at) => ({ millisPerCall: millis[at]! }),
      }),
    ).slowdown;
  const scan = { firstMillisPerCall: 5.1, lastMillisPerCall: 13.7 };
  assert.deepEqual(slowdown(16.2, 15.6, 7.4, 5.1, 8.2, 13.7), scan, 'optimised on the way');
  assert.equal(slowdown(1, 1, 1.4, 2, 2.6), undefined, 'not by more each time');
  assert.equal(slowdown(1, 4, 3, 5, 4), undefined, 'not from batch to batch');
  assert.equal(slowdown(1, 1, 1, 1, 9), undefined, 'one burst of noise');
  assert.equal(slowdown(1, 1, 1, 1.5, 9), undefined, 'a burst after a smaller one');
  assert.equal(slowdown(1, 4, 16, 64), undefined, 'four batches are too few');
});

test('a slowdown is told from the quick calls of each batch, whichever batch the machine is slower in', () => {
  const quick = [30, 38, 56, 92, 165, 320];
  const slowdown = (millis: readonly number[]) =>
    assembleReport(
      measure(leak(), {
        batches: millis.length,
        memory: (at) => ({ quickMillis: millis[at]!, medianMillis: 100, millisPerCall: 1_000 }),
      }),
    ).slowdown;
  assert.deepEqual(slowdown(quick), { firstMillisPerCall: 38, lastMillisPerCall: 320 });
  quick.forEach((_, slow) => {
    const disturbed = quick.map((millis, at) => (at === slow ? 1.7 * millis : millis));
    assert.notEqual(slowdown(disturbed), undefined, `batch ${String(slow)}`);
    const alike = quick.map((_millis, at) => (at === slow ? 52 : 30));
    assert.equal(slowdown(alike), undefined, `of the same calls, batch ${String(slow)}`);
  });
  assert.equal(slowdown([30, 30, 60, 90, 97, 102]), undefined, 'slower at first only');
});

test('resources of both readings are listed by name, missing ones as none', () => {
  const { activeResources } = assembleReport({
    ...measure(leak()),
    resourcesBefore: { Timeout: 2, PipeWrap: 1 },
    resourcesAfter: { Timeout: 130, Immediate: 1 },
  });
  assert.deepEqual(Object.entries(activeResources), [
    ['Immediate', { before: 0, after: 1 }],
    ['PipeWrap', { before: 1, after: 0 }],
    ['Timeout', { before: 2, after: 130 }],
  ]);
});

test('calls that threw are in the report', () => {
  const thrown = { calls: 4, first: { message: 'no such key' } };
  assert.deepEqual(assembleReport({ ...measure(leak()), thrown }).loop.threw, thrown);
});

interface MeasureOptions extends Partial<Pick<Measurement, 'suspects'>> {
  readonly batches?: number;
  readonly memory?: (batch: number) => Partial<BatchMeasurement>;
}

function measure(
  program: Program,
  { batches = 8, suspects = [], memory = () => ({}) }: MeasureOptions = {},
): Measurement {
  const calls = doublingCalls(batches);
  const matrix: SurvivorMatrix = runBatches(program, calls);
  const parts: readonly Part[] = partsOf(matrix, (site) => ({ part: site, isProgram: true }));
  const { function: target, target: process } = leakReport;
  return {
    judgement: { verdict: 'leak', reason: said`Because.`, notExcluded: [] },
    function: target,
    target: process,
    warmUpCalls: 30,
    matrix,
    parts,
    batches: calls.map((count, at) => ({ ...still, calls: count, ...memory(at) })),
    samplingInterval: 1,
    collections: { count: 9, millis: 45 },
    suspects,
    resourcesBefore: {},
    resourcesAfter: {},
    warnings: [said`a warning`],
    durationMillis: 1200,
    phases: { loop: 800 },
  };
}

const still = {
  heapUsed: 4e6,
  external: 1e6,
  arrayBuffers: 1e4,
  rss: 6e7,
  millisPerCall: 1,
  gcMillis: 5,
};

function passengers(...objectsPerCall: readonly number[]) {
  return objectsPerCall.map((each) => ({ type: 'string', objectsPerCall: each, bytesPerCall: 8 }));
}
