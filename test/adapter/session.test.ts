import assert from 'node:assert/strict';
import test from 'node:test';
import type { FailedBody } from '../../src/adapter/protocol';
import { startAdapter } from './adapterClient';

const initialize = { adapterID: 'leak-loop', pathFormat: 'path' };

test('the adapter says what it can do and is ready for configuration', async () => {
  using client = startAdapter();
  const { body } = await client.initializeRequest(initialize);
  assert.equal(body?.supportsTerminateRequest, true);
  assert.equal(body.supportsCancelRequest, true);
  await client.event('initialized');
});

test('a client that leaves out what the protocol calls optional is served', async () => {
  using client = startAdapter();
  await client.initializeRequest({ adapterID: 'x' });
  await client.event('initialized');
});

test('a launch without a program is refused with the remedy, as response, event and output', async () => {
  using client = startAdapter();
  await client.initializeRequest(initialize);
  await assert.rejects(client.launchRequest({}), /"program" is missing/);
  const failed = (await client.event('leakLoop.failed')).body as FailedBody;
  assert.equal(failed.code, 'usage');
  assert.match(failed.message, /absolute path/);
  await client.event('terminated');
  assert.match(client.output('important'), /"program" is missing/);
  assert.deepEqual((await client.event('exited')).body, { exitCode: 64 });
});

test('braces in a message reach the user as they are', async () => {
  using client = startAdapter();
  await client.initializeRequest(initialize);
  const launch = client.customRequest('launch', { program: 'a.js' });
  await assert.rejects(launch, /write "\$\{workspaceFolder\}\/a\.js"/);
  const other = client.customRequest('launch', { program: '{_x}.js' });
  await assert.rejects(other, /must be an absolute path/);
});

test('attaching without a process is refused with the remedy', async () => {
  using client = startAdapter();
  await client.initializeRequest(initialize);
  const attach = client.customRequest('attach', { program: '/a.js' });
  await assert.rejects(attach, /Give its "port"/);
  await client.event('terminated');
});

test('requests that make no sense while measuring are answered all the same', async () => {
  using client = startAdapter();
  await client.initializeRequest(initialize);
  const { body } = await client.threadsRequest();
  assert.equal(body.threads.length, 1);
  const breakpoints = await client.setBreakpointsRequest({
    source: { path: '/a.js' },
    breakpoints: [{ line: 1 }, { line: 2 }],
  });
  assert.deepEqual(
    breakpoints.body.breakpoints.map(({ verified }) => verified),
    [false, false],
  );
  await assert.rejects(client.pauseRequest({ threadId: 1 }), /cannot be paused/);
  await assert.rejects(client.evaluateRequest({ expression: '1' }), /nothing to evaluate/);
  await client.customRequest('cancel', { progressId: 'somebody else’s' });
  await client.configurationDoneRequest();
});

test('disconnect is answered and ends the process', async () => {
  using client = startAdapter();
  await client.initializeRequest(initialize);
  await client.disconnectRequest();
  assert.equal(await client.exit, 0);
});

test('terminate before anything was launched is answered', async () => {
  using client = startAdapter();
  await client.initializeRequest(initialize);
  await client.terminateRequest();
  await client.disconnectRequest();
});

test('the process ends when the client closes its end, and on SIGTERM', async () => {
  for (const end of ['close', 'signal'] as const) {
    using client = startAdapter();
    await client.initializeRequest(initialize);
    if (end === 'close') {
      client.process.stdin?.end();
    } else {
      client.process.kill('SIGTERM');
    }
    assert.equal(await client.exit, 0, end);
  }
});

test('a file that is not there: response first, then progress, failure and end', async () => {
  using client = startAdapter();
  await client.initializeRequest({ ...initialize, supportsProgressReporting: true });
  await client.customRequest('launch', { program: '/no/such/sessions.js' });
  const failed = (await client.event('leakLoop.failed')).body as FailedBody;
  assert.equal(failed.code, 'file-not-found');
  await client.event('terminated');
  assert.ok(client.names().includes('progressStart') && client.names().includes('progressEnd'));
  assert.match(client.output('important'), /sessions\.js/);
});

test('VS Code gets no DAP progress, because the Leaks view shows it', async () => {
  using client = startAdapter();
  const vscode = { ...initialize, clientID: 'vscode', supportsProgressReporting: true };
  await client.initializeRequest(vscode);
  await client.customRequest('launch', { program: '/no/such/sessions.js' });
  await client.event('terminated');
  assert.ok(!client.names().some((name) => name.startsWith('progress')));
});
