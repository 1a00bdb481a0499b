import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import type { AttachArguments, LaunchArguments, ReportBody } from '../../src/adapter/protocol';
import type { LeakReport } from '../../src/core/report/report';
import { installedNodes } from '../installedNodes';
import { load, serverFile, startServer } from '../inspector/serverProcess';
import { startAdapter } from './adapterClient';

/** What the attributes of a configuration come to, through the adapter's own process. */

const fixtures = join(process.cwd(), 'test', 'fixtures');
const folder = mkdtempSync(join(tmpdir(), 'leak-loop-attributes-'));
after(() => rmSync(folder, { recursive: true }));

function write(name: string, source: string): string {
  const file = join(folder, name);
  writeFileSync(file, source);
  return file;
}

type Configuration =
  | { readonly launch: LaunchArguments; readonly attach?: undefined }
  | { readonly attach: AttachArguments };

async function reportOf(configuration: Configuration): Promise<LeakReport> {
  using client = startAdapter();
  await client.initializeRequest({ adapterID: 'leak-loop', pathFormat: 'path' });
  if (configuration.attach === undefined) {
    const launch: LaunchArguments = { maxCalls: 63, ...configuration.launch };
    await client.launchRequest(launch);
  } else {
    const attach: AttachArguments = { ...configuration.attach, maxCalls: 63 };
    await client.attachRequest(attach);
  }
  await client.configurationDoneRequest();
  return ((await client.event('leakLoop.report')).body as ReportBody).report;
}

test('a program with its arguments is started, and the function looped in the member that is named', async () => {
  const { target, verdict } = await reportOf({
    launch: {
      program: join(fixtures, 'programs', 'pool.js'),
      args: ['2'],
      function: `${join(fixtures, 'programs', 'jobWorker.js')}#finishJob`,
      member: 2,
      loadTimeout: 60,
    },
  });
  assert.equal(target.worker?.id, 2);
  assert.match(verdict, /clean|bounded/);
});

test('the heap snapshot of a leak is kept where it is asked for, for its owner only; of what does not grow there is none', async () => {
  const pushed = join(fixtures, 'leaks', 'arrayPush.js');
  const kept = join(folder, 'kept.heapsnapshot');
  writeFileSync(kept, 'what was there before', { mode: 0o644 });
  const shared = { function: 'openSession', callArguments: "['user' + i]" };
  const leak = await reportOf({ launch: { ...shared, program: pushed, heapSnapshot: kept } });
  assert.equal(leak.verdict, 'leak');
  assert.equal(statSync(kept).mode & 0o777, 0o600);
  const { snapshot } = JSON.parse(readFileSync(kept, 'utf8')) as {
    snapshot: { node_count: number };
  };
  assert.ok(snapshot.node_count > 1000);

  // Taken twice: the first one does not tell who holds what leaks.
  const evicted = { function: 'channelOf', callArguments: "['channel ' + i]", maxCalls: 1_023 };
  const late = await reportOf({
    launch: {
      ...evicted,
      program: join(fixtures, 'leaks', 'evictedChannels.js'),
      heapSnapshot: kept,
    },
  });
  assert.equal(late.suspects[0]?.leakRoot.name, 'closing');
  assert.doesNotThrow(() => void JSON.parse(readFileSync(kept, 'utf8')));

  const none = join(folder, 'none.heapsnapshot');
  const program = join(fixtures, 'fixed', 'arrayPush.js');
  const clean = await reportOf({ launch: { ...shared, program, heapSnapshot: none } });
  assert.notEqual(clean.verdict, 'leak');
  assert.equal(existsSync(none), false);
});

test('a script and a leak check are whole files', async () => {
  const program = write('script.js', `console.log([1].length);`);
  assert.equal((await reportOf({ launch: { program, script: true } })).function.kind, 'script');
  const check = join(fixtures, 'checks', 'clean.leak.mjs');
  const report = await reportOf({ launch: { program: check, check: true } });
  assert.equal(report.function.name, 'clean');
});

test('a callback is passed, and what is returned is left alone, where the configuration says so', async () => {
  const program = write(
    'rows.js',
    `exports.read = (key, whenOver) => whenOver();
     exports.rows = function* (key) { for (;;) yield key; };
     const { Duplex } = require('node:stream');
     exports.twin = (key) => new Duplex({ read() {}, write() {} });`,
  );
  const shared = { program, callArguments: '[i]' };
  const read = await reportOf({ launch: { ...shared, function: 'read', callback: true } });
  assert.equal(read.loop.threw, undefined);
  const rows = await reportOf({ launch: { ...shared, function: 'rows', drain: false } });
  assert.deepEqual(rows.warnings, [], 'that it has no end does not matter');
  const drained = await reportOf({ launch: { ...shared, function: 'rows' } });
  assert.match(drained.warnings.join(), /was not drained: it goes on after 10,000 values/);
  const twin = await reportOf({ launch: { ...shared, function: 'twin' } });
  assert.match(twin.warnings.join(), /was not read to its end: .* has to be written to as well/);
});

/** A program whose function leaks only where it was started as it was asked for. */
const asStarted = `
  const kept = [];
  const { env, execArgv, argv } = process;
  const seen = [env.SHOP, env.npm_lifecycle_event, Error.stackTraceLimit, execArgv.at(-1), argv[2]];
  const expected = JSON.parse(env.EXPECTED);
  const isAsExpected = JSON.stringify(seen) === JSON.stringify(expected);
  if (!isAsExpected) console.error(JSON.stringify(seen));
  exports.keep = function keep() { if (isAsExpected) kept.push({}); };
  setInterval(() => {}, 1_000);
`;

/** That of whoever runs the tests, which what is started inherits. */
const ownScript = process.env.npm_lifecycle_event ?? null;

test('a program is started by its runtime with its arguments and variables, beside the NODE_OPTIONS of the user', async () => {
  const program = write('asStarted.js', asStarted);
  const nodes = installedNodes();
  const { executable } = nodes.find(({ name }) => name === 'node-22') ?? nodes[0]!;
  const report = await reportOf({
    launch: {
      program,
      function: `${program}#keep`,
      runtimeExecutable: executable,
      runtimeArgs: ['--no-warnings'],
      args: ['--fast'],
      env: {
        SHOP: 'north',
        NODE_OPTIONS: '--stack-trace-limit=17',
        EXPECTED: JSON.stringify(['north', ownScript, 17, '--no-warnings', '--fast']),
      },
    },
  });
  assert.equal(report.verdict, 'leak', report.reason);
  assert.ok(execFileSync(executable, ['--version']).includes(report.target.nodeVersion));
});

test('a script of package.json is started, and the function looped in the program that it runs', async () => {
  const program = write('scripted.js', asStarted);
  write('package.json', JSON.stringify({ scripts: { shop: 'node scripted.js --slow' } }));
  const report = await reportOf({
    launch: {
      function: `${program}#keep`,
      runtimeExecutable: 'npm',
      runtimeArgs: ['run', 'shop'],
      cwd: folder,
      env: {
        SHOP: 'south',
        NODE_OPTIONS: '--stack-trace-limit=18',
        EXPECTED: JSON.stringify(['south', 'shop', 18, null, '--slow']),
      },
    },
  });
  assert.equal(report.verdict, 'leak', report.reason);
});

test('a real call is waited for in a process that is attached to by its port, without a program', async (t) => {
  const server = await startServer(t, process.execPath, ['--inspect=0']);
  const port = await server.inspectorPort;
  await using requests = load(server, '/login');
  const report = await reportOf({
    attach: { port, function: `${serverFile}#openSession`, capture: true },
  });
  assert.equal(report.target.kind, 'attach');
  assert.ok(report.warnings.some((each) => /one real call/.test(each)));
  assert.ok(requests.answered() > 0);
});
