import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capturedValues } from '../../src/core/causes/capturedValues';
import { functionsInScope } from '../../src/core/causes/functionsInScope';
import { JsArray, onlyCause, trackedHeap, type Call, type TrackedHeapBuilder } from './trackedHeap';
import type { NodeBuilder } from './graphDsl';

const file = (line0: number) => ({ scriptId: 7, line0, column0: 4 });

/** Each call keeps a closure; its scope has two variables and what `more` adds to it. */
function closures(more: (heap: TrackedHeapBuilder, call: Call, scope: NodeBuilder) => void) {
  const heap = trackedHeap((program) => {
    const kept = new JsArray(program);
    program.variable('kept', kept.node);
    program.eachCall((call) => {
      const scope = call
        .object('system / Context')
        .context('rows', call.object('Array', { size: 800 }))
        .context('shared', kept.node)
        .context('id', call.string('7'));
      const onFlush = call.closure('onFlush', { location: file(1) }).internal('context', scope);
      kept.push(onFlush, call);
      more(program, call, scope);
    });
  });
  const [first, ...others] = capturedValues(heap.index, onlyCause(heap).group);
  const { positions, isComplete } = functionsInScope(heap.index, first!.context);
  const lines = positions.map(({ line0 }) => line0).sort();
  return { variables: [first!, ...others].map(({ variable }) => variable), lines, isComplete };
}

test('a variable is captured where its value hangs from the scope alone and is a good part of it', () => {
  assert.deepEqual(closures(() => undefined).variables, ['rows']);
});

test('closures of a scope and of scopes inside it see its variables', () => {
  const { lines, isComplete } = closures((_heap, call, scope) => {
    const inner = call.object('system / Context').internal('previous', scope);
    const later = call.closure('later', { location: file(2) }).internal('context', inner);
    inner.context('later', later);
    scope.context('later', later);
  });
  assert.deepEqual([lines, isComplete], [[1, 2], true]);
});

test('so does a call that is suspended in the scope', () => {
  const { lines, isComplete } = closures((_heap, call, scope) => {
    const function_ = call.closure('steps', { location: file(3) });
    const suspended = call.object('Generator').internal('context', scope);
    scope.context('it', suspended.internal('function', function_));
  });
  assert.deepEqual([lines, isComplete], [[1, 3], true]);
});

test('where something else refers to the scope, it is not known who sees it', () => {
  const { isComplete } = closures((_heap, call, scope) => {
    const mapped = call.node('array', '(object elements)').internal('0', scope);
    scope.context('parameters', call.object('Arguments').internal('elements', mapped));
  });
  assert.equal(isComplete, false);
});
