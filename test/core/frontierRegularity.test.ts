import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundedCache, lastResult, makeSession } from './leakyHeaps';
import { groupsOf, JsArray, trackedHeap } from './trackedHeap';

test('the newest result, kept until the next one, is no growth', () => {
  assert.deepEqual(groupsOf(trackedHeap(lastResult)), []);
  assert.deepEqual(groupsOf(trackedHeap(lastResult, { calls: [1, 1, 1, 1] })), []);
});

test('what a cache throws out within the tracked calls is no growth', () => {
  assert.deepEqual(groupsOf(trackedHeap(boundedCache(5))), []);
  assert.deepEqual(groupsOf(trackedHeap(boundedCache(3), { calls: [1, 1, 1, 1] })), []);
});

test('what the last batch leaves behind may still be missing, what an earlier one does not', () => {
  const skipping = (calls: readonly number[], ...batches: readonly number[]): number =>
    groupsOf(
      trackedHeap(
        (builder) => {
          const kept = new JsArray(builder);
          builder.variable('kept', kept.node);
          builder.eachCall((call) => {
            if (!batches.includes(call.batch)) kept.push(makeSession(call), call);
          });
        },
        { calls },
      ),
    ).length;
  const single = [1, 1, 1, 1];
  assert.deepEqual([skipping(single, 3), skipping(single, 2), skipping(single, 0)], [1, 0, 0]);
  const larger = [1, 1, 1, 6, 6];
  assert.equal(skipping(larger, 3, 4), 1, 'all single ones');
  assert.equal(skipping(larger, 2, 3, 4), 0, 'not all single ones');
  assert.equal(skipping(larger, 0, 4), 1, 'the larger one');
});

test('what not every single call leaves behind shows in the larger batches', () => {
  const every = (nth: number, calls: readonly number[]): readonly (readonly number[])[] =>
    groupsOf(
      trackedHeap(
        (builder) => {
          const kept = new JsArray(builder);
          builder.variable('kept', kept.node);
          builder.eachCall((call) => {
            if (call.number % nth === 0) kept.push(makeSession(call), call);
          });
        },
        { calls },
      ),
    ).map(({ perBatch }) => perBatch);
  assert.deepEqual(every(3, [1, 1, 1, 6, 6]), [[0, 0, 1, 2, 2]]);
  assert.deepEqual(every(3, [1, 1, 1, 1]), []);
  assert.deepEqual(every(50, [1, 1, 1, 6, 6]), []);
});

test('a burst that one batch leaves behind is not steady', () => {
  const burst = (objects: number): number =>
    groupsOf(
      trackedHeap(
        (builder) => {
          const kept = new JsArray(builder);
          builder.variable('kept', kept.node);
          builder.eachCall((call) => {
            const count = call.batch === 1 ? objects : 1;
            for (let made = 0; made < count; made++) kept.push(makeSession(call), call);
          });
        },
        { calls: [1, 1, 1, 1] },
      ),
    ).length;
  assert.deepEqual([burst(3), burst(4)], [1, 0]);
});

test("V8's own records, which come while code gets warm, are no growth", () => {
  const heap = trackedHeap((builder) => {
    const warm = builder.before.closure('warm');
    builder.variable('warm', warm);
    builder.eachCall((call) => {
      const at = String(call.number);
      warm
        .internal(`code ${at}`, call.node('code', 'system / Code', { size: 500 }))
        .internal(`map ${at}`, call.node('object shape', 'system / Map', { size: 80 }))
        .internal(`feedback ${at}`, call.node('array', '', { size: 64 }));
    });
  });
  assert.deepEqual(groupsOf(heap), []);
});

test("what only V8's hidden classes refer to is no growth of the program's", () => {
  const heap = trackedHeap((builder) => {
    const shapes = [1, 2].map(() => builder.before.node('object shape', 'system / Map'));
    builder.gcRoots.element(20, shapes[0]!);
    builder.global.internal('map', shapes[1]!);
    builder.eachCall((call) => {
      const session = makeSession(call);
      for (const shape of shapes) shape.internal(`prototype ${String(call.number)}`, session);
    });
  });
  assert.deepEqual(groupsOf(heap), []);
});

test("V8's own records are the program's doing where they refer to what it made in the same batch", () => {
  const records = (refersTo: 'new' | 'old' | 'record' | 'nothing'): string[] =>
    groupsOf(
      trackedHeap((builder) => {
        const [holder, old] = [builder.before.object('Holder'), builder.before.object('Old')];
        builder.variable('holder', holder);
        builder.eachCall((call) => {
          const record = call.node('hidden', 'system / Record', { size: 48 });
          if (refersTo === 'new') record.hidden(1, call.closure('made'));
          if (refersTo === 'old') record.hidden(1, old);
          if (refersTo === 'record') record.hidden(1, call.node('hidden', 'system / Cell'));
          holder.internal(`record ${String(call.number)}`, record);
        });
      }),
    ).map(({ type }) => type);
  assert.deepEqual(records('new'), ['Record']);
  assert.deepEqual([records('old'), records('record'), records('nothing')], [[], [], []]);
});

test('what comes with each call gives a cause its type, before what is heavier and comes with many', () => {
  const queue = trackedHeap((builder) => {
    const kept = new JsArray(builder);
    builder.variable('kept', kept.node);
    builder.eachCall((call) => {
      kept.push(call.object('Job', { size: 24 }), call);
      if (call.number % 3 === 0) kept.push(call.object('Chunk', { size: 10_000 }), call);
    });
  });
  assert.deepEqual(
    groupsOf(queue).map(({ type }) => type),
    ['Job'],
  );
});

test('what is started again around what is older does not hide what each call adds', () => {
  const growing = (startedAgain: readonly number[]): readonly unknown[] => {
    const heap = trackedHeap((builder) => {
      const timers = new JsArray(builder);
      builder.variable('timers', timers.node);
      const old = Array.from({ length: 2_000 }, () => builder.before.closure('tick'));
      builder.eachCall((call) => {
        timers.push(call.object('Timer').property('run', call.closure('tick')), call);
        if (call.batch < 0) return;
        for (let again = 0; again < startedAgain[call.batch]!; again++)
          timers.push(call.object('Timer').property('run', old.pop()!), call);
      });
    });
    return groupsOf(heap).map(({ type, perBatch }) => ({ type, perBatch }));
  };
  const added = [{ type: 'Timer', perBatch: [1, 1, 1, 6, 6] }];
  assert.deepEqual(growing([0, 90, 0, 200, 0]), added);
  assert.deepEqual(growing([0, 0, 0, 0, 0]), added);
});
