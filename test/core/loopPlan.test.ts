import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  newlyKeptPerCall,
  nextStep,
  type LoopBudget,
  type LoopStep,
  type Spent,
} from '../../src/core/loop/loopPlan';
import { partsOf, type Origin, type Part } from '../../src/core/loop/parts';
import {
  doublingCalls,
  engineNoise,
  growingBackingStore,
  leak,
  leakByChance,
  loopOver,
  lruCache,
  memo,
  mainSite,
  runBatches,
  tableBetweenCollections,
  together,
  type LoopEnd,
  type Program,
} from './seriesDsl';

const budget: LoopBudget = { maxCalls: 16_383, timeBudgetMillis: 30_000, memoryBudgetBytes: 1e9 };
const quick: Spent = { callMillis: 10, millis: 10, bytes: 0, millisPerReading: 0 };

test('batches double: 16,383 calls of a leak take fifteen batches', () => {
  const { calls, last } = loop(leak());
  assert.deepEqual(calls, [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8191]);
  assert.deepEqual(last, { kind: 'finish', reason: 'calls' });
});

test('a function that leaves nothing behind is settled after a thousand calls', () => {
  const { calls, last } = loop(engineNoise(new Map()));
  assert.deepEqual(last, { kind: 'finish', reason: 'settled' });
  assert.equal(total(calls), 1024);
});

test('one of many functions is settled after 255 calls or half a second, and a leak among them gets them all', () => {
  const screening = { ...budget, screens: true };
  const after = (calls: number, callMillis: number): string =>
    nextStep(doublingCalls(Math.log2(calls) + 1), [], screening, { ...quick, callMillis }).kind;
  assert.deepEqual([after(128, 499), after(256, 10)], ['run', 'finish']);
  assert.deepEqual([after(8, 9_000), after(16, 500)], ['run', 'finish']);
  assert.equal(total(loop(leak(), screening).calls), 16_383);
});

test('the first calls of one of many functions are one batch where all of them take no time', () => {
  const screening = { ...budget, screens: true };
  const next = (callMillis: number): LoopStep =>
    nextStep([1], [], screening, { ...quick, callMillis });
  const [inNoTime, slow] = [next(1), next(10)];
  assert.ok(inNoTime.kind === 'run' && slow.kind === 'run');
  assert.deepEqual([inNoTime.calls, slow.calls], [15, 1]);
});

test('a cache that was seen to be bounded is settled, a larger one not yet', () => {
  assert.equal(total(loop(lruCache(100)).calls), 1024);
  assert.equal(total(loop(lruCache(1500)).calls), 2048);
});

test('one object that has become larger by steps of the power of two gets more calls than one that stays', () => {
  const text =
    (length: (calls: number) => number): Program =>
    (heap) => {
      let kept = heap.allocate(4_096);
      return {
        call: (number) => {
          heap.free(kept);
          kept = heap.allocate(2 ** Math.ceil(Math.log2(length(number))));
        },
      };
    };
  assert.equal(total(loop(text(() => 12_000)).calls), 1024);
  assert.ok(total(loop(text((calls) => 6_000 + 20 * calls)).calls) >= 8_191);
});

test('larger and larger objects that take nothing’s place, as compiled code, are waited for no longer', () => {
  const compiled: Program = (heap) => ({
    call: (number) => {
      if ([2, 100, 200, 400].includes(number)) heap.allocate(3_000 + 10 * number);
    },
  });
  assert.equal(total(loop(compiled).calls), 1024);
});

test('a slow function is settled after 63 calls and three seconds, not before both', () => {
  const parts = partsAfter(engineNoise(new Map()), 7);
  const after = (calls: number, millis: number): string =>
    nextStep(doublingCalls(Math.log2(calls) + 1), parts, budget, {
      callMillis: millis,
      millis,
      bytes: 0,
      millisPerReading: 0,
    }).kind;
  assert.deepEqual(
    [after(64, 3000), after(64, 2999), after(32, 29_000), after(512, 2999), after(512, 3000)],
    ['finish', 'run', 'run', 'run', 'finish'],
  );
});

test('calls that take next to no time go on for longer: growth may begin late', () => {
  const parts = partsAfter(engineNoise(new Map()), 12);
  const after = (batches: number, callMillis: number): string =>
    nextStep(doublingCalls(batches), parts, budget, { ...quick, callMillis }).kind;
  assert.deepEqual([after(12, 299), after(12, 300), after(13, 0)], ['run', 'finish', 'finish']);
});

test('linear memory, which may be free at first, gets as many calls as use it up', () => {
  const after = (calls: number, linearBytes: number): string =>
    nextStep(doublingCalls(Math.log2(calls) + 1), [], budget, { ...slow, linearBytes }).kind;
  assert.deepEqual([after(4_096, 16e6), after(8_192, 16e6)], ['run', 'run']);
  assert.deepEqual([after(4_096, 4e6), after(4_096, 0)], ['finish', 'finish']);
});

test('what is undecided gets as many calls again, where nothing grows and time is left', () => {
  const calls = (
    program: Program,
    limits: Partial<LoopBudget>,
    millis = 10,
  ): number | undefined => {
    const parts = partsAfter(program, 12);
    const all = { ...budget, maxCalls: 2_048, ...limits };
    return callsOf(nextStep(doublingCalls(12), parts, all, { ...quick, millis }));
  };
  const filling = memo(1_000, 1);
  assert.equal(calls(filling, { mayDouble: true }), 2_048);
  assert.equal(calls(filling, {}), undefined, 'no more than were asked for');
  assert.equal(calls(filling, { mayDouble: true }, 90_000), undefined, 'no time is left');
  assert.equal(calls(leak(), { mayDouble: true }), undefined, 'it is clear already');
});

test('a loop that might have had as many calls again was ended by the time, where none was left for them', () => {
  const reason = (millis: number, mayDouble: boolean): string | undefined => {
    const parts = partsAfter(memo(1_000, 1), 12);
    const all = { ...budget, maxCalls: 2_048, mayDouble };
    const step = nextStep(doublingCalls(12), parts, all, { ...quick, millis });
    return step.kind === 'finish' ? step.reason : undefined;
  };
  assert.equal(reason(90_000, true), 'time');
  assert.equal(reason(90_000, false), 'calls');
});

test('no batch has fewer calls than show anything', () => {
  const all = { ...budget, maxCalls: 2_050 };
  assert.equal(callsOf(nextStep(doublingCalls(11), partsAfter(leak(), 11), all, quick)), 1_026);
});

test('collections and readings may take as much time again as the calls', () => {
  const step = (callMillis: number, millis: number): LoopStep =>
    nextStep(doublingCalls(5), partsAfter(leak(), 5), budget, { ...quick, callMillis, millis });
  assert.deepEqual(step(10_000, 40_000), {
    kind: 'run',
    calls: 16,
    millis: 20_000,
    readings: 1,
    isEarly: false,
  });
  assert.deepEqual(step(1_000, 59_000), {
    kind: 'run',
    calls: 16,
    millis: 1_000,
    readings: 1,
    isEarly: true,
  });
  assert.deepEqual(step(1_000, 60_000), { kind: 'finish', reason: 'time' });
});

test('what is growing keeps the loop going, however slow the function', () => {
  const step = nextStep(doublingCalls(12), partsAfter(leak(), 12), budget, {
    ...quick,
    callMillis: 29_999,
  });
  assert.deepEqual(step, { kind: 'run', calls: 2048, millis: 1, readings: 8, isEarly: false });
});

test('what is undecided keeps the loop going only where the new calls kept enough to matter', () => {
  const settles = (program: Program): boolean => {
    const parts = partsAfter(program, 12);
    assert.deepEqual(
      parts.map(({ trend }) => trend.kind),
      ['undecided'],
    );
    return (
      nextStep(doublingCalls(12), parts, budget, { ...quick, callMillis: 300 }).kind === 'finish'
    );
  };
  assert.equal(settles(engineNoise(new Map([[11, 10]]))), true);
  assert.equal(settles(engineNoise(new Map([[11, 100]]))), false);
});

test('the last two batches say how much each new call keeps', () => {
  const series = runBatches(leak({ every: 2, count: 3 }), [4, 2, 4]).series([mainSite]);
  assert.equal(newlyKeptPerCall(series), 1.5);
  assert.equal(newlyKeptPerCall(runBatches(leak(), [3]).series([mainSite])), 1);
});

test('the budgets end the loop, the calls first', () => {
  const finish = (spent: Partial<Spent>, made: readonly number[]): string | undefined => {
    const step = nextStep(made, partsAfter(leak(), 4), budget, { ...quick, ...spent });
    return step.kind === 'finish' ? step.reason : undefined;
  };
  const few = doublingCalls(4);
  assert.equal(finish({ callMillis: 29_999, bytes: 1e9 - 1 }, few), undefined);
  assert.equal(finish({ callMillis: 30_000, bytes: 0 }, few), 'time');
  assert.equal(finish({ callMillis: 0, bytes: 1e9 }, few), 'memory');
  assert.equal(finish({ callMillis: 30_000, bytes: 1e9 }, [16_383]), 'calls');
  assert.equal(finish({ callMillis: 30_000, bytes: 1e9 }, few), 'time');
});

test('a batch is no larger than the memory budget has room for at the rate so far', () => {
  const calls = (bytes: number): number | undefined => {
    const step = nextStep(doublingCalls(8), partsAfter(leak(), 8), budget, { ...quick, bytes });
    return step.kind === 'run' ? step.calls : undefined;
  };
  assert.equal(calls(0), 128, 'nothing grew: twice as many');
  assert.equal(calls(-5e8), 128, 'the heap shrank');
  assert.equal(calls(5e8), 128, 'half of the budget: as many again');
  assert.equal(calls(8e8), 32, 'a fifth is left: a quarter of the calls made');
  assert.equal(calls(1e9 - 1), 1, 'one at least');
});

test('the first batch is one call, with all the time there is', () => {
  assert.deepEqual(nextStep([], [], budget, { ...quick, callMillis: 0 }), {
    kind: 'run',
    calls: 1,
    millis: 30_000,
    readings: 1,
    isEarly: true,
  });
  assert.equal(callsOf(nextStep([], [], { ...budget, maxCalls: 0 }, quick)), undefined);
});

test('a batch ends where the calls allowed do', () => {
  assert.equal(
    callsOf(nextStep([1, 1, 2, 4], partsAfter(leak(), 4), { ...budget, maxCalls: 11 }, quick)),
    3,
  );
});

test('where anything is alive the last batch is read eight times, and others after as many calls', () => {
  const readings = (program: Program, batches: number, millisPerReading = 1): number =>
    readingsAfter(program, batches, { ...quick, millisPerReading });
  assert.deepEqual(
    [readings(leak(), 11), readings(leak(), 12), readings(leak(), 13), readings(leak(), 14)],
    [1, 2, 4, 8],
    'each part has 1,023 calls',
  );
  assert.equal(readings(engineNoise(new Map()), 11), 1, 'nothing is alive');
  assert.deepEqual(
    [readings(leak(), 14, 1_000), readings(leak(), 14, 10_000)],
    [3, 1],
    'as often as there is time for',
  );
});

test('a batch is read eight times once anything may be growing by replacement', () => {
  const isReadOften = (program: Program, batches: number): boolean =>
    readingsAfter(program, batches, slow) === 8;
  assert.equal(isReadOften(growingBackingStore(), 4), false, 'too few calls');
  assert.equal(isReadOften(growingBackingStore(), 6), true, 'not yet certain');
  assert.equal(isReadOften(growingBackingStore(), 11), true, 'growing');
  assert.equal(isReadOften(leak({}, { size: 1000 }), 6), false, 'a leak of objects');
  assert.equal(
    isReadOften(together(leak({}, { site: 1 }), growingStoreAtSite2), 6),
    true,
    'beside a leak',
  );
});

test('a batch in the first eighth of all calls is read but once, unless it may grow by replacement and takes longer than readings', () => {
  const readings = (program: Program, callMillis: number): number =>
    readingsAfter(program, 11, { ...quick, callMillis, millisPerReading: 20 });
  assert.deepEqual([readings(leak(), 100), readings(leak(), 640)], [1, 1]);
  assert.deepEqual(
    [readings(growingBackingStore(), 100), readings(growingBackingStore(), 640)],
    [1, 8],
  );
});

test('where nothing grows, few calls are to come, and the first eighth of these is early', () => {
  const isEarly = (program: Program, batches: number, callMillis: number): boolean => {
    const step = stepAfter(program, batches, { ...quick, callMillis });
    return step.kind === 'run' && step.isEarly;
  };
  const nothing = engineNoise(new Map());
  assert.deepEqual([isEarly(nothing, 9, 5), isEarly(nothing, 10, 5)], [true, false], '4,095 calls');
  assert.deepEqual([isEarly(nothing, 7, 64), isEarly(nothing, 8, 64)], [true, false], '1,023');
  assert.deepEqual([isEarly(leak(), 11, 10), isEarly(leak(), 12, 10)], [true, false], '16,383');
});

test('a leak by chance runs to the end of the calls and is growing there', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { last, parts } = loop(leakByChance(1 / 16, seed));
    assert.deepEqual(last, { kind: 'finish', reason: 'calls' }, `seed ${String(seed)}`);
    assert.equal(parts[0]?.trend.kind, 'growing', `seed ${String(seed)}`);
  }
});

test('a table that grows with the calls between two collections is settled by collecting more often', () => {
  const table = tableBetweenCollections(4);
  assert.equal(partsAfter(table, 12)[0]?.trend.kind, 'growing', 'one collection a batch');
  const { last, parts } = loop(table);
  assert.notEqual(parts[0]?.trend.kind, 'growing');
  assert.deepEqual(last, { kind: 'finish', reason: 'settled' });
});

const growingStoreAtSite2: Program = (heap) => {
  let store = heap.allocate(100, 2);
  return {
    call: (number) => {
      if (number % 10 !== 0) return;
      heap.free(store);
      store = heap.allocate(100 + 20 * number, 2);
    },
  };
};

/** A twelfth of the time, so that no batch is early. */
const slow: Spent = { ...quick, callMillis: 2_500 };

function stepAfter(program: Program, batches: number, spent: Spent): LoopStep {
  return nextStep(doublingCalls(batches), partsAfter(program, batches), budget, spent);
}

function readingsAfter(program: Program, batches: number, spent: Spent): number {
  const step = stepAfter(program, batches, spent);
  assert.ok(step.kind === 'run');
  return step.readings;
}

function loop(program: Program, within: LoopBudget = budget): LoopEnd {
  return loopOver(program, within);
}

function partsAfter(program: Program, batches: number): readonly Part[] {
  return partsOf(runBatches(program, doublingCalls(batches)), eachSite);
}

function eachSite(site: number): Origin {
  return { part: site, isProgram: true };
}

function callsOf(step: LoopStep): number | undefined {
  return step.kind === 'run' ? step.calls : undefined;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
