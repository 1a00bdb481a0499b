import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeBuilder } from './graphDsl';
import { JsArray, onlyCause, trackedHeap, type Call } from './trackedHeap';

/** A list that the last call made anew, of objects that it made anew, around the texts of all calls. */
function renewed(entry: (last: Call, text: NodeBuilder) => NodeBuilder): string {
  const cause = onlyCause(
    trackedHeap((builder) => {
      const texts: NodeBuilder[] = [];
      let last = builder.before;
      builder.eachCall((call) => {
        texts.push(call.string(`text ${String(call.number)}`));
        last = call;
      });
      const list = new JsArray(builder, last);
      for (const text of texts) list.push(entry(last, text), last);
      builder.variable('state', list.node);
    }),
  );
  return `${String(cause.objectsPerCall)} ${cause.type.name}`;
}

test('texts in copies of objects are fields of these, and a cause goes by the objects', () => {
  assert.equal(
    renewed((last, text) => last.object('Note').property('text', text)),
    '1 Note',
  );
});

test('texts that a copied list has itself are what it keeps', () => {
  assert.equal(
    renewed((_last, text) => text),
    '1 string',
  );
});
