import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trendOf, type Trend } from '../../src/core/loop/trend';
import { randomSource } from './randomSource';
import {
  doublingCalls,
  engineNoise,
  foldedLeak,
  kinds,
  lazyFill,
  leak,
  leakByChance,
  lruCache,
  MadeUpLoop,
  mainSite,
  memo,
  randomlyEvictingCache,
  runBatches,
  sawtooth,
  together,
  trendsOf,
  type MadeUpObject,
  type Program,
} from './seriesDsl';

/** 8,192 calls. */
const batches = 14;

test('a leak is growing from the fourth batch on, at the rate at which it leaks', () => {
  const trends = trendsOf(leak({ count: 4 }, { size: 20 }), batches);
  assert.deepEqual(kinds(trends.slice(0, 3)), ['undecided', 'undecided', 'undecided']);
  for (const trend of trends.slice(3)) {
    assert.deepEqual(trend, { kind: 'growing', objectsPerCall: 4, bytesPerCall: 80 });
  }
});

test('a call that leaks only every third time is growing, and the third shows in the rate', () => {
  const trends = trendsOf(leak({ every: 3 }), batches);
  assertGrowingFrom(trends, 128);
  assertRate(trends.at(-1), 1 / 3, 0.02);
});

test('one object in 64 calls is growing after a thousand calls', () => {
  const trends = trendsOf(leak({ every: 64 }), batches);
  assertGrowingFrom(trends, 2048);
  assertRate(trends.at(-1), 1 / 64, 0.02);
});

test('one object in 100 calls is rarer than is claimed to be found', () => {
  assert.ok(!kinds(trendsOf(leak({ every: 100 }), batches)).includes('growing'));
});

test('a leak that comes by chance is growing, whichever way chance has it', () => {
  for (let seed = 1; seed <= 40; seed++) {
    for (const probability of [1 / 2, 1 / 3, 1 / 10, 1 / 20]) {
      const trend = trendsOf(leakByChance(probability, seed), batches).at(-1);
      assertRate(trend, probability, 0.25, `seed ${String(seed)}`);
    }
  }
});

test('small counts may be off by chance without hiding a leak', () => {
  // About 3, 6, 13 and 26 objects in the late batches.
  const found = [...Array(200).keys()].filter(
    (seed) => trendsOf(leakByChance(1 / 10, seed), 10).at(-1)?.kind === 'growing',
  );
  assert.ok(found.length >= 180, String(found.length));
});

test('growing starts as soon as each of the few calls left the same number behind', () => {
  assert.equal(trendAfter(leak(), [1, 1, 1, 1]).kind, 'growing');
  assert.equal(trendAfter(leak({ every: 2, count: 2 }), [1, 1, 1, 1]).kind, 'undecided');
  assert.equal(trendAfter(leak(), [1, 1, 1]).kind, 'undecided');
  assert.equal(trendAfter(leak({ every: 2 }), [2, 2, 2, 2]).kind, 'undecided', 'less than one');
});

for (const capacity of [50, 100, 1000, 3000]) {
  const name = capacity.toLocaleString('en');
  const caches: Readonly<Record<string, Program>> = {
    [`a cache of the newest ${name} entries`]: lruCache(capacity),
    [`a cache of ${name} entries that throws out any of them`]: randomlyEvictingCache(capacity, 7),
  };
  for (const [cache, program] of Object.entries(caches)) {
    test(`${cache} is bounded by them once twice as many calls were made`, () => {
      trendsOf(program, batches).forEach((trend, batch) => {
        const calls = 2 ** batch;
        if (calls >= 2 * capacity) assert.notEqual(trend.kind, 'growing', `${String(calls)} calls`);
        if (calls < 4 * capacity) return;
        assert.deepEqual(trend, {
          kind: 'bounded',
          how: 'evicts',
          bound: capacity,
          bytes: 16 * capacity,
        });
      });
    });
  }
  test(`a buffer that is flushed every ${name} calls is not growing, and never more than it holds`, () => {
    trendsOf(sawtooth(capacity), batches).forEach((trend, batch) => {
      const calls = 2 ** batch;
      if (calls >= 2 * capacity) assert.notEqual(trend.kind, 'growing', `${String(calls)} calls`);
      if (trend.kind === 'bounded') assert.ok(trend.bound <= capacity);
    });
  });
  test(`results remembered for ${name} keys are not growing once most keys have come`, () => {
    for (let seed = 1; seed <= 5; seed++) {
      trendsOf(memo(capacity, seed), batches).forEach((trend, batch) => {
        const calls = 2 ** batch;
        if (calls >= 4 * capacity) assert.notEqual(trend.kind, 'growing', `${String(calls)} calls`);
      });
    }
  });
}

test('results remembered for random keys are no growth long before most keys have come', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const after4096 = trendsOf(memo(5_000, seed), 13).at(-1);
    assert.equal(after4096?.kind, 'undecided', `seed ${String(seed)}`);
    const steady = trendsOf(leakByChance(0.5, seed), 13).at(-1);
    assert.equal(steady?.kind, 'growing', `seed ${String(seed)}`);
  }
});

test('a cache that evicts any entry is not growing, whichever way chance has it', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const trends = trendsOf(randomlyEvictingCache(300, seed), 12);
    assert.equal(trends.at(-1)?.kind, 'bounded', `seed ${String(seed)}`);
    assert.notEqual(trends.at(-2)?.kind, 'growing', `seed ${String(seed)}`);
  }
});

test('a cache of a few entries is neither growing nor bounded by what it holds', () => {
  for (const trend of trendsOf(lruCache(5), batches)) assert.equal(trend.kind, 'undecided');
});

test('a table that is filled in order, until it is full, is bounded by filling', () => {
  const full: Program = (heap) => ({
    call: (number) => {
      if (number < 512) heap.allocate(24);
    },
  });
  const trends = trendsOf(full, batches);
  assert.deepEqual(kinds(trends.slice(3, 10)), Array<string>(7).fill('growing'));
  assert.deepEqual(
    trends.slice(11),
    Array<Trend>(3).fill({
      kind: 'bounded',
      how: 'fills',
      bound: 512,
      bytes: 512 * 24,
    }),
  );
});

test('a bound counts what the sampled calls before the first batch have put in, too', () => {
  const full: Program = (heap) => ({
    call: (number) => {
      if (number < 100) heap.allocate(24);
    },
  });
  const loop = new MadeUpLoop(full, 51);
  for (const calls of doublingCalls(batches)) loop.run(calls);
  assert.deepEqual(trendOf(loop.matrix.series([mainSite])), {
    kind: 'bounded',
    how: 'fills',
    bound: 100,
    bytes: 2400,
  });
});

test('what the first use makes and keeps is passing, whenever that is', () => {
  for (const call of [0, 1, 5, 100, 1000, 5000]) {
    const trends = trendsOf(lazyFill(200, call), batches + 2);
    assert.ok(!kinds(trends).includes('growing'), `call ${String(call)}`);
    assert.equal(trends.at(-1)?.kind, 'passing', `call ${String(call)}`);
  }
});

test('dozens of objects that V8 keeps at odd batches are not growing', () => {
  const seeds = 200;
  let mistaken = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const random = randomSource(seed);
    const noise = new Map<number, number>();
    for (let batch = 0; batch < batches; batch++) {
      if (random(3) === 0) noise.set(batch, 1 + random(60));
    }
    const late = kinds(trendsOf(engineNoise(noise), batches).slice(10));
    assert.notEqual(late.at(-1), 'growing', `seed ${String(seed)}`);
    mistaken += late.filter((kind) => kind === 'growing').length;
  }
  // Chance can have three batches in proportion to their calls; the loop then makes as many again.
  assert.ok(mistaken <= 0.01 * 4 * seeds, String(mistaken));
});

test('a constant number of objects a batch, however many calls it has, is not growing', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = randomSource(seed);
    const noise = new Map(doublingCalls(batches).map((_calls, batch) => [batch, 20 + random(20)]));
    assert.notEqual(trendsOf(engineNoise(noise), batches).at(-1)?.kind, 'growing');
  }
});

test('a leak is growing though the last batch replaced the old table that its entries are in', () => {
  for (const filled of [1_100, 1_300, 1_500, 1_700, 1_900]) {
    const leak: Program = (heap) => {
      let table = heap.allocate(0);
      let capacity = filled / 16;
      return {
        call: (number) => {
          heap.allocate(24);
          if (number < capacity) return;
          capacity *= 4;
          heap.free(table);
          table = heap.allocate(8 * capacity);
        },
      };
    };
    assert.equal(trendsOf(leak, 12).at(-1)?.kind, 'growing', `at ${String(filled)} calls`);
  }
});

test('a leak is growing though the lists of the old calls get longer and are made anew in the newest ones', () => {
  const listeners: Program = (heap) => {
    const lists: { store: MadeUpObject; capacity: number; length: number }[] = [];
    return {
      call: () => {
        heap.allocate(72);
        for (const list of lists) {
          list.length += 1;
          if (list.length <= list.capacity) continue;
          heap.free(list.store);
          list.capacity = Math.floor(list.capacity * 1.5) + 16;
          list.store = heap.allocate(8 * list.capacity);
        }
        lists.push({ store: heap.allocate(136), capacity: 17, length: 0 });
      },
    };
  };
  for (const last of [100, 286, 500, 1_024]) {
    assertRate(
      trendAfter(listeners, [...doublingCalls(11), last]),
      2,
      1,
      `${String(last)} calls in the last batch`,
    );
  }
});

test('a leak is growing in spite of what V8 keeps beside it', () => {
  const noise = engineNoise(new Map([2, 3, 5, 7].map((batch) => [batch, 30])));
  assertRate(trendsOf(together(leak({ every: 10 }), noise), batches).at(-1), 1 / 10, 0.05);
});

test('what was once filled and stays does not hide that a buffer is flushed', () => {
  const flushedLater = together(sawtooth(1_500), lazyFill(300, 1_200));
  assert.equal(trendsOf(flushedLater, 15).at(-1)?.kind, 'bounded');
  const leaksToo = together(sawtooth(1_500), lazyFill(300, 1_200), leak({ every: 20 }));
  assert.notEqual(trendsOf(leaksToo, 15).at(-1)?.kind, 'bounded');
});

test('what V8 keeps of each batch, large or small, does not hide that a buffer is flushed', () => {
  const noise = engineNoise(new Map(doublingCalls(16).map((_calls, batch) => [batch, 70])));
  assert.equal(trendsOf(together(sawtooth(1_500), noise), 16).at(-1)?.kind, 'bounded');
  const leaksToo = together(sawtooth(1_500), noise, leak({ every: 50 }));
  assert.notEqual(trendsOf(leaksToo, 16).at(-1)?.kind, 'bounded');
});

test('a leak shows behind a cache, a flushed buffer and remembered results of the same stack', () => {
  const others = { cache: lruCache(100), flushed: sawtooth(50), memo: memo(100, 2) };
  for (const [name, other] of Object.entries(others)) {
    for (const every of [1, 4, 10]) {
      const trend = trendsOf(together(leak({ every }), other), batches).at(-1);
      assertRate(trend, 1 / every, 0.05, `${name}, every ${String(every)}`);
    }
  }
});

test('the last batch may hold more on top: what a cache keeps of the newest calls', () => {
  // 205 of the leak and 300 of the cache.
  const trends = trendsOf(together(leak({ every: 10 }), lruCache(300)), 13);
  assertRate(trends.at(-1), 1 / 10, 0.05);
});

test('what the first use made and kept counts to the bound of a small cache beside it', () => {
  const trend = trendsOf(together(lazyFill(1000, 0), lruCache(20)), batches).at(-1);
  assert.ok(trend?.kind === 'bounded');
  assert.equal(trend.bound, 1020);
});

test('one large object of the start does not pass for many of the leak', () => {
  const start: Program = (heap) => ({
    call: (number) => {
      if (number === 0) heap.allocate(1_000_000);
    },
  });
  assertRate(trendsOf(together(leak(), start), batches).at(-1), 1, 0.01);
});

test('four objects that optimised code allocates in one go go on growing without a break', () => {
  for (const from of [100, 700, 1500, 4000]) {
    const trends = trendsOf(foldedLeak(from), batches);
    for (const trend of trends.slice(4)) {
      assert.ok(trend.kind === 'growing', `from call ${String(from)}`);
      assert.equal(trend.bytesPerCall, 64);
    }
  }
});

test('nothing alive is none, and what was alive once is passing', () => {
  const nothing: Program = () => ({ call: () => undefined });
  assert.deepEqual(kinds(trendsOf(nothing, 6)), Array<string>(6).fill('none'));
  const once: Program = (heap) => {
    const object = heap.allocate();
    let kept = [object];
    return {
      call: (number) => {
        if (number === 1) kept.push(heap.allocate());
        if (number === 4) {
          kept.forEach((each) => {
            heap.free(each);
          });
          kept = [];
        }
      },
    };
  };
  assert.deepEqual(kinds(trendsOf(once, 6)), [
    'none',
    'undecided',
    'undecided',
    'passing',
    'passing',
    'passing',
  ]);
});

test('a program without calls has no trend', () => {
  assert.deepEqual(trendOf({ calls: [], after: [], course: [] }), { kind: 'none' });
});

function trendAfter(program: Program, calls: readonly number[]): Trend {
  return trendOf(runBatches(program, calls).series([mainSite]));
}

function assertGrowingFrom(trends: readonly Trend[], calls: number): void {
  trends.forEach(({ kind }, batch) => {
    if (2 ** batch >= calls) assert.equal(kind, 'growing', `${String(2 ** batch)} calls`);
  });
}

function assertRate(
  trend: Trend | undefined,
  objectsPerCall: number,
  tolerance: number,
  message = '',
): void {
  assert.ok(trend?.kind === 'growing', `${message}: ${String(trend?.kind)}`);
  const off = Math.abs(trend.objectsPerCall / objectsPerCall - 1);
  assert.ok(off <= tolerance, `${message}: ${String(trend.objectsPerCall)}`);
}
