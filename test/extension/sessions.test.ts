import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remediesOf } from '../../src/extension/run/remediesOf';
import { orderSessions } from '../../src/extension/target/orderSessions';
import { inProcess, isAttach, onNextCall, withCall } from '../../src/extension/run/runRequest';
import { sessionPlace } from '../../src/extension/target/sessionPlace';

const url = 'ws://127.0.0.1:53074/649f24f7-748e-4709-8c48-a767ccb32fae';

test('of all debug sessions those with a Node.js process are offered: the active one, then the newest', () => {
  const started = [
    { id: 'root', type: 'pwa-node' },
    { id: 'main', type: 'pwa-node', parentSession: {} },
    { id: 'page', type: 'pwa-chrome', parentSession: {} },
    { id: 'child', type: 'pwa-node', parentSession: {} },
    { id: 'worker', type: 'pwa-node', parentSession: {} },
    { id: 'terminal', type: 'node-terminal' },
    { id: 'command', type: 'node-terminal', parentSession: {} },
  ];
  const ids = (active?: string) => orderSessions(started, active).map(({ id }) => id);
  assert.deepEqual(ids('child'), ['child', 'command', 'worker', 'main']);
  assert.deepEqual(ids('root'), ['command', 'worker', 'child', 'main']);
  assert.deepEqual(ids(), ['command', 'worker', 'child', 'main']);
});

const reached = (address: string) => ({ kind: 'process', address });

test('the address of an inspector is read from what the debugger shows, and a worker by its threadId', () => {
  assert.deepEqual(sessionPlace(`'${url}'`, {}), reached(url));
  assert.deepEqual(sessionPlace(`"${url}"`, { request: 'launch', port: 9 }), reached(url));
  assert.deepEqual(sessionPlace(`'worker 12'`, {}), { kind: 'worker', id: 12 });
  assert.equal(sessionPlace('undefined', {}), undefined);
});

test('an inspector that listens everywhere is reached on this machine, a forwarded one as the debugger does', () => {
  const inside = url.replace('127.0.0.1:53074', '0.0.0.0:9229');
  const path = new URL(url).pathname;
  assert.deepEqual(sessionPlace(inside, {}), reached(`ws://127.0.0.1:9229${path}`));
  assert.deepEqual(
    sessionPlace(inside, { request: 'attach', port: 9300 }),
    reached(`ws://127.0.0.1:9300${path}`),
  );
  assert.deepEqual(
    sessionPlace(inside, { request: 'attach', address: 'shop.test', port: 9300 }),
    reached(`ws://shop.test:9300${path}`),
  );
});

test('a request names one process at a time', () => {
  const request = { program: '/a.js', processId: 7, callThis: 'pool' };
  const debugged = inProcess(request, { debugSession: 'x' });
  assert.deepEqual(debugged, { program: '/a.js', callThis: 'pool', debugSession: 'x' });
  assert.ok(isAttach(debugged));
  const worker = { ...debugged, websocketAddress: url, worker: 2 };
  assert.deepEqual(inProcess(worker, { port: 9229 }), {
    program: '/a.js',
    callThis: 'pool',
    port: 9229,
  });
});

test('a real call has its own arguments and this; whoever sets one of them wants no real call', () => {
  const request = { program: '/a.js', port: 9229, callArguments: '[1]', callThis: 'pool' };
  const next = onNextCall(request);
  assert.deepEqual(next, { program: '/a.js', port: 9229, capture: true });
  assert.deepEqual(withCall(next, { function: '3:1' }), { ...next, function: '3:1' });
  assert.deepEqual(withCall(next, { callThis: 'pool' }), {
    program: '/a.js',
    port: 9229,
    callThis: 'pool',
  });
});

test('what a call lacks is asked for; in a process that runs, its next real call has it', () => {
  const failure = { code: 'no-receiver', message: '', title: 'add' } as const;
  const launched = { ...failure, request: { program: '/a.js' } };
  assert.deepEqual(remediesOf(launched), ['setReceiver', 'showLog']);
  const attached = { ...failure, request: { program: '/a.js', port: 9229 } };
  assert.deepEqual(remediesOf(attached), ['setReceiver', 'captureCall', 'showLog']);
  const pooled = { ...attached, code: 'several-members', members: [] } as const;
  assert.deepEqual(remediesOf(pooled), ['chooseMember', 'showLog']);
});
