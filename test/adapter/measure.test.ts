import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type {
  FailedBody,
  LaunchArguments,
  ProgressBody,
  ReportBody,
} from '../../src/adapter/protocol';
import type { PhaseName } from '../../src/core/report/report';
import { assertGone, descendantsOf, hasProcessTree } from '../cli/processTree';
import { assertValidReport } from '../core/validateReport';
import { markedLines } from '../engine/fixtureExpectations';
import { startAdapter, type AdapterClient } from './adapterClient';

const fixtures = join(process.cwd(), 'test', 'fixtures');
const folder = mkdtempSync(join(tmpdir(), 'leak-loop-adapter-'));
after(() => rmSync(folder, { recursive: true }));

const leak: LaunchArguments = {
  program: join(fixtures, 'leaks', 'map.mjs'),
  function: 'placeOrder',
  callArguments: '[i]',
  maxCalls: 255,
  cwd: process.cwd(),
};

function write(name: string, source: string): string {
  const file = join(folder, name);
  writeFileSync(file, source);
  return file;
}

async function launch(
  client: AdapterClient,
  args: LaunchArguments,
  capabilities: object = {},
): Promise<void> {
  await client.initializeRequest({ adapterID: 'leak-loop', pathFormat: 'path', ...capabilities });
  await client.launchRequest(args);
  await client.configurationDoneRequest();
}

test('a leak arrives as one report before the end, with progress on the way and text for people', async () => {
  using client = startAdapter();
  await launch(client, leak, { supportsProgressReporting: true });
  await client.event('terminated');
  const { report } = (await client.event('leakLoop.report')).body as ReportBody;
  assertValidReport(report);
  assert.equal(report.verdict, 'leak');
  assert.equal(report.function.name, 'placeOrder');
  assert.match(client.output('console'), /^✗ LEAK {2}placeOrder/);
  const [line] = markedLines('leaks/map.mjs', 'grows');
  assert.ok(
    client.output('console').includes(`added at      test/fixtures/leaks/map.mjs:${line}:`),
  );
  assert.deepEqual((await client.event('exited')).body, { exitCode: 1 });

  const names = client.names();
  assert.equal(names.filter((name) => name === 'leakLoop.report').length, 1);
  assert.ok(names.indexOf('leakLoop.report') < names.indexOf('terminated'));
  assert.ok(names.indexOf('progressStart') < names.indexOf('leakLoop.progress'));
  assert.ok(names.indexOf('progressUpdate') < names.indexOf('progressEnd'));
  assert.equal(names.at(-1), 'terminated');
  const loop = client.events
    .filter(({ event }) => event === 'leakLoop.progress')
    .map(({ body }) => body as ProgressBody)
    .filter(({ phase }) => phase === 'loop');
  assert.ok(loop.some(({ batch = 0, calls = 0 }) => batch > 1 && calls > 1));
  const { batches = [], calls } = loop.at(-1)!;
  assert.equal(batches.length, report.loop.batches.length, 'the figures come along');
  assert.ok(
    batches.at(-1)!.alive! >= calls!,
    'each call left one object, and the table grew with them',
  );
});

test('a client without progress reporting and without ANSI gets neither', async () => {
  using client = startAdapter();
  await launch(client, { program: join(fixtures, 'healthy', 'empty.js'), maxCalls: 63 });
  await client.event('terminated');
  assert.match(client.output('console'), /^✓ CLEAN/);
  assert.ok(!client.names().some((name) => name.startsWith('progress')));
  assert.deepEqual((await client.event('exited')).body, { exitCode: 0 });
});

test('a failure is an event with the choices, and important output', async () => {
  using client = startAdapter();
  await launch(client, { program: join(fixtures, 'bad', 'severalExports.js') });
  await client.event('terminated');
  const failed = (await client.event('leakLoop.failed')).body as FailedBody;
  assert.equal(failed.code, 'no-function');
  assert.deepEqual(
    failed.choices?.map(({ name }) => name),
    ['first', 'second'],
  );
  assert.match(client.output('important'), /first {2}line 4/);
  assert.ok(!client.names().includes('leakLoop.report'));
  assert.deepEqual((await client.event('exited')).body, { exitCode: 2 });
});

test('a flood of output is cut and does not hold up the measurement', async () => {
  using client = startAdapter();
  const program = write(
    'flood.js',
    `exports.flood = () => { for (let i = 0; i < 50; i++) console.log('line ' + i); };`,
  );
  await launch(client, { program, maxCalls: 63 });
  await client.event('terminated');
  const lines = client.output('stdout').split('\n').length;
  assert.ok(lines > 10 && lines < 2_500, `${lines} lines`);
  const all = client.output('stdout') + client.output('console');
  assert.match(all, /… [\d,]+ lines of output left out/);
  // what of Node's own queue of unwritten lines shows is for the engine's tests
  await client.event('leakLoop.report');
});

test('the two streams of the target keep their categories', async () => {
  using client = startAdapter();
  const program = write(
    'both.js',
    `console.error('to err'); exports.f = () => {}; console.log('to out');`,
  );
  await launch(client, { program, maxCalls: 15 });
  await client.event('terminated');
  assert.equal(client.output('stderr'), 'to err\n');
  assert.equal(client.output('stdout'), 'to out\n');
});

for (const phase of ['launch', 'warmUp', 'loop', 'explain', 'watch'] satisfies PhaseName[]) {
  test(`Stop during ${phase} ends the target and the session in under 2 s`, async () => {
    using client = startAdapter();
    await launch(client, leak);
    await client.event('leakLoop.progress', (body) => (body as ProgressBody).phase === phase);
    await assertStops(client);
  });
}

// Taking the snapshot, parsing and analysing it are not announced: these fall into one or the other.
for (const millis of [600, 1_200, 1_600]) {
  test(`Stop ${millis} ms into the explanation ends the target and the session in under 2 s`, async () => {
    using client = startAdapter();
    await launch(client, leak);
    await client.event('leakLoop.progress', (body) => (body as ProgressBody).phase === 'explain');
    await pause(millis);
    await assertStops(client);
  });
}

async function assertStops(client: AdapterClient): Promise<void> {
  const targets = hasProcessTree ? descendantsOf(client.process.pid!) : [];
  const start = performance.now();
  await client.terminateRequest();
  await client.event('terminated');
  await assertGone(targets, 2_000 - (performance.now() - start));
  assert.ok(performance.now() - start < 2_000);
  assert.ok(!client.names().includes('leakLoop.failed'), client.output('important'));
}

const slow = write(
  'slow.js',
  `const kept = [];
   exports.tick = async () => {
     kept.push({});
     await new Promise((resolve) => setTimeout(resolve, 10));
   };`,
);
const slowRun: LaunchArguments = { program: slow, timeBudget: 60 };

/** Until the loop has finished batches that a report can be made of. */
function someBatches(client: AdapterClient) {
  return client.event('leakLoop.progress', (body) => ((body as ProgressBody).batch ?? 0) >= 3);
}

test('Stop half way still reports the finished batches', async () => {
  using client = startAdapter();
  await launch(client, slowRun);
  await someBatches(client);
  await client.terminateRequest();
  await client.event('terminated');
  const { report } = (await client.event('leakLoop.report')).body as ReportBody;
  assertValidReport(report);
  assert.equal(report.verdict, 'unclear');
  assert.ok(report.loop.batches.length >= 3);
});

test('Cancel on the progress stops as Stop does', async () => {
  using client = startAdapter();
  await launch(client, slowRun, { supportsProgressReporting: true });
  const start = await client.event('progressStart');
  await someBatches(client);
  const { progressId } = start.body as { progressId: string };
  await client.customRequest('cancel', { progressId });
  await client.event('terminated');
  assert.ok(client.names().includes('progressEnd'));
});

test('a disconnect while measuring is answered and leaves nothing behind, even if the program never yields', async () => {
  using client = startAdapter();
  const program = write(
    'endless.js',
    `exports.spin = () => { console.log('spinning'); for (;;); };`,
  );
  await launch(client, { program });
  await client.event('output', (body) => (body as { output: string }).output.includes('spinning'));
  const targets = hasProcessTree ? descendantsOf(client.process.pid!) : [];
  const start = performance.now();
  await client.disconnectRequest();
  assert.equal(await client.exit, 0);
  await assertGone(targets, 2_000 - (performance.now() - start));
});

for (const end of ['closes its pipe', 'kills the adapter'] as const) {
  test(`a client that ${end} leaves no target behind`, async () => {
    using client = startAdapter();
    await launch(client, slowRun);
    await someBatches(client);
    const targets = hasProcessTree ? descendantsOf(client.process.pid!) : [];
    if (end === 'closes its pipe') {
      client.process.stdin?.end();
    } else {
      client.process.kill('SIGKILL');
    }
    await client.exit;
    await assertGone(targets, 2_000);
  });
}
