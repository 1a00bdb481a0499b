import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepsNewest, keptPerCall } from '../../src/core/causes/keptObjects';
import { JsArray, trackedHeap } from './trackedHeap';

test('what each call leaves behind is counted, that of the last batch is not', () => {
  const { index, calls } = trackedHeap((heap) => {
    const sessions = new JsArray(heap);
    heap.variable('sessions', sessions.node);
    heap.eachCall((call) => {
      sessions.push(call.object('Session'), call);
      if (call.batch === 4) sessions.push(call.object('Session'), call);
    });
  });
  assert.equal(keptPerCall(index, calls.calls), 1);
});

test("V8's own records are not the program's, whoever holds them", () => {
  const { index, calls } = trackedHeap((heap) => {
    heap.eachCall((call) => {
      const code = call.node('code', '(code for render)');
      code.internal('deoptimization_data', call.node('code', '(code deopt data)'));
      code.internal('dependents', call.node('hidden', 'system / WeakArrayList'));
      heap.moduleContext.internal(`code ${String(call.number)}`, code);
      heap.moduleContext.internal(`map ${String(call.number)}`, call.object('system / Map'));
    });
  });
  assert.equal(keptPerCall(index, calls.calls), 0);
});

test('a cache still has the newest of what calls left behind, as many as it has room for', () => {
  for (const room of [7, 30, 100]) {
    assert.equal(keepsNewest(...newestOf(room, plan)), true, `room for ${String(room)}`);
  }
  assert.equal(keepsNewest(...newestOf(100, plan, 3)), true, 'one in three calls');
});

test('a few objects of many types are no cache, nor what code makes anew that was left optimised', () => {
  const { index, calls } = trackedHeap(
    (heap) => {
      const literals = new JsArray(heap);
      heap.variable('literals', literals.node);
      heap.eachCall((call) => {
        for (let made = 0; call.batch < 2 && made < 20; made++) {
          literals.push(call.object('Object'), call);
        }
        if (call.number % 24 === 0) literals.push(call.object(`Kind${String(call.number)}`), call);
      });
    },
    { calls: plan },
  );
  assert.equal(keepsNewest(index, calls.calls), false);
});

test('what the very last call left behind, and too few calls, tell nothing of a cache', () => {
  assert.equal(keepsNewest(...newestOf(1, plan)), false);
  assert.equal(keepsNewest(...newestOf(100, [1, 1, 1, 1])), undefined);
});

/** As the engine makes them where a loop seems bounded. */
const plan = [1, 1, 24, 24, 1];

/** A heap that has the objects of the last calls only, of which every so many make one. */
function newestOf(
  room: number,
  calls: readonly number[],
  every = 1,
): Parameters<typeof keepsNewest> {
  const earlierCalls = 10;
  const last = earlierCalls + calls.reduce((sum, made) => sum + made, 0);
  const { index } = trackedHeap(
    (heap) => {
      const entries = new JsArray(heap);
      heap.variable('entries', entries.node);
      heap.eachCall((call) => {
        const isKept = call.number % every === 0 && call.number >= last - room * every;
        if (isKept) entries.push(call.object('Entry'), call);
      });
    },
    { calls, earlierCalls },
  );
  return [index, calls];
}
