import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptPerCall } from '../../src/core/causes/keptObjects';
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
