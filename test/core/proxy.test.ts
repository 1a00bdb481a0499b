import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeBuilder } from './graphDsl';
import { JsTable, onlyCause, trackedHeap, type Call } from './trackedHeap';

/** As V8 draws it: fields without names, the target before the handler. */
function proxyOf(call: Call, target: NodeBuilder): NodeBuilder {
  return call
    .node('hidden', 'system / JSProxy', { size: 32 })
    .edge('hidden', 0, call.node('array', ''))
    .edge('hidden', 1, target)
    .edge('hidden', 2, call.object('Object'));
}

function typeKept(make: (call: Call, old: NodeBuilder) => NodeBuilder): string {
  const cause = onlyCause(
    trackedHeap((builder) => {
      const kept = new JsTable(builder, 'Set');
      builder.variable('kept', kept.node);
      const old = builder.before.object('Settings');
      builder.variable('settings', old);
      builder.eachCall((call) => {
        kept.add(call, make(call, old));
      });
    }),
  );
  return `${cause.type.name} ${cause.type.kind}`;
}

test('a proxy goes by the type of what it stands for', () => {
  const form = (call: Call): NodeBuilder => proxyOf(call, call.object('Form'));
  assert.equal(typeKept(form), 'Form object');
  assert.equal(
    typeKept((call) => proxyOf(call, form(call))),
    'Form object',
  );
  assert.equal(
    typeKept((call) => proxyOf(call, call.closure('handle'))),
    'handle closure',
  );
});

test('a proxy is kept by itself where what it stands for was there before', () => {
  assert.equal(
    typeKept((call, old) => proxyOf(call, old)),
    'Settings object',
  );
});

test('a proxy that was revoked is a proxy', () => {
  assert.equal(
    typeKept((call) => call.node('hidden', 'system / JSProxy', { size: 32 })),
    'Proxy object',
  );
});
