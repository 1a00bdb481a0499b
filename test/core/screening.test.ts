import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from '../../src/core/loop/parts';
import { screened } from '../../src/core/loop/screening';
import { loopOver, runBatches, type Program } from './seriesDsl';

/** The calls of a screening of a quick function. */
const batches = [1, 15, 16, 32, 64, 128];

function kinds(program: Program, isProgram = true): readonly string[] {
  const parts = partsOf(runBatches(program, batches), (part) => ({ part, isProgram }));
  return screened(parts).map(({ trend }) => trend.kind);
}

function keeping(isKept: (call: number) => boolean): Program {
  return (heap) => ({
    call: (number) => {
      if (isKept(number)) heap.allocate();
    },
  });
}

test('a screening finds what is kept by each call, and by each fourth', () => {
  assert.deepEqual(kinds(keeping(() => true)), ['growing']);
  assert.deepEqual(kinds(keeping((call) => call % 4 === 0)), ['growing']);
});

test('what is kept of the last calls only, as while code gets warm, passes', () => {
  const late = keeping((call) => call >= 64 && call % 4 === 0);
  assert.deepEqual(kinds(late), ['passing']);
  assert.deepEqual(kinds(keeping((call) => call >= 8 && call % 4 === 0 && call !== 60)), [
    'growing',
  ]);
});

test('what is kept less often than a screening looks for passes', () => {
  assert.deepEqual(kinds(keeping((call) => call % 16 === 0)), ['passing']);
});

test('a text that is replaced by a longer one gets more calls, until it is seen to grow', () => {
  const text: Program = (heap) => {
    let kept = heap.allocate(16);
    return {
      call: (number) => {
        heap.free(kept);
        kept = heap.allocate(16 + 20 * number);
      },
    };
  };
  const { calls, last } = loopOver(text, {
    ...{ maxCalls: 1_023, timeBudgetMillis: 10_000, memoryBudgetBytes: 256_000_000 },
    screens: true,
  });
  assert.deepEqual(
    [calls.length > batches.length, last],
    [true, { kind: 'finish', reason: 'calls' }],
  );
});
