import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backlogTrend } from '../../src/core/loop/backlogTrend';
import { trendOf, type Trend } from '../../src/core/loop/trend';
import { randomSource } from './randomSource';
import {
  doublingCalls,
  leak,
  lruCache,
  MadeUpLoop,
  mainSite,
  sawtooth,
  together,
  type MadeUpObject,
  type Program,
} from './seriesDsl';

test('a queue that gets more than is taken from it is growing by what it gets more', () => {
  for (const [adds, takes] of [
    [2, 1],
    [3, 2],
    [20, 1],
    [20, 15],
  ] as const) {
    const trend = trendOf(seriesOf(queue(adds, takes)));
    assert.ok(trend.kind === 'growing', `${String(adds)}, ${String(takes)}`);
    assert.ok(Math.abs(trend.objectsPerCall - (adds - takes)) < 0.1, String(trend.objectsPerCall));
    assert.ok(Math.abs(trend.keptShare! - (adds - takes) / adds) < 0.1, String(trend.keptShare));
  }
});

test('it is where a cache stands beside it', () => {
  assert.equal(trendOf(seriesOf(together(queue(2, 1), lruCache(100)))).kind, 'growing');
});

test('a queue that is kept at some length is none, even if it is full late', () => {
  for (const full of [100, 1_000, 3_000, 7_000, 12_000])
    assert.equal(backlog(queue(2, 1, full)), undefined, String(full));
});

test('what is emptied now and then is none', () => {
  for (const period of [50, 700, 3_000, 5_000, 9_000, 11_000, 15_000])
    assert.equal(backlog(sawtooth(period)), undefined, String(period));
});

test('a table of slots that new entries take from others is none', () => {
  for (const slots of [500, 4_000, 16_000, 32_000])
    assert.equal(backlog(slotted(slots)), undefined, String(slots));
});

test('a few objects are none', () => {
  assert.equal(backlog(queue(2, 1), 8), undefined);
  assert.equal(backlog(leak({ every: 100 })), undefined);
});

function backlog(program: Program, batches = 15): Trend | undefined {
  return backlogTrend(seriesOf(program, batches));
}

function seriesOf(program: Program, batches = 15): ReturnType<MadeUpLoop['matrix']['series']> {
  const loop = new MadeUpLoop(program);
  for (const calls of doublingCalls(batches)) loop.run(calls, calls >= 16 ? 8 : 1);
  return loop.matrix.series([mainSite]);
}

/** First in, first out; as much is taken as is added where it is full. */
function queue(adds: number, takes: number, full = Number.POSITIVE_INFINITY): Program {
  return (heap) => {
    const waiting: MadeUpObject[] = [];
    let taken = 0;
    return {
      call: () => {
        for (let each = 0; each < adds; each++) waiting.push(heap.allocate());
        const most = waiting.length - taken > full ? adds : takes;
        for (let each = 0; each < most; each++) heap.free(waiting[taken++]);
      },
    };
  };
}

function slotted(slots: number): Program {
  return (heap) => {
    const random = randomSource(7);
    const table = new Map<number, MadeUpObject>();
    return {
      call: () => {
        const slot = Math.floor(random(slots));
        heap.free(table.get(slot));
        table.set(slot, heap.allocate());
      },
    };
  };
}
