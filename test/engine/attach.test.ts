import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { diagnose, type DiagnoseRequest, type InspectorAddress } from '../../src/diagnose';
import { UserError, type UserErrorCode } from '../../src/errors';
import type { LeakReport } from '../../src/core/report/report';
import type { HeldSurvivors } from '../../src/inspector/hold/heldSurvivors';
import { findInspector } from '../../src/inspector/protocol/findInspector';
import { openInspectorOf } from '../../src/inspector/protocol/openInspectorOf';
import { InspectorClient } from '../../src/inspector/protocol/inspectorClient';
import { assertValidReport } from '../core/validateReport';
import { installedNodes } from '../installedNodes';
import { load, serverFile, startServer } from '../inspector/serverProcess';
import { temporaryFolder } from '../inspector/testProgram';
import { markedLines } from './fixtureExpectations';

/** How an inspector is opened and left differs with the oldest and the newest of them at most. */
const nodes = installedNodes().filter(({ name }) =>
  ['running', 'node-18', 'node-26'].includes(name),
);

for (const { name, executable } of nodes) {
  test(`a function of a server that is in use is looped by the server's pid, on Node ${name}`, async (t) => {
    const server = await startServer(t, executable);
    const before = await server.ask('/state');
    await using requests = load(server);
    const report = await diagnose(requestFor({ kind: 'pid', pid: server.pid }, 'openSession'));
    assertValidReport(report);
    assert.equal(report.verdict, 'leak', report.reason);
    const [suspect] = report.suspects;
    assert.equal(suspect?.leakRoot.name, 'sessions');
    assert.equal(suspect.growthSite?.how, 'watched');
    const [line] = markedLines('attach/server.mjs', 'grows');
    assert.equal(suspect.growthSite.location.line, line);
    const { kind, pid } = report.target;
    assert.deepEqual({ kind, pid }, { kind: 'attach', pid: server.pid });
    assert.deepEqual(await server.ask('/state'), before, 'it is left as it was');
    assert.doesNotMatch(server.errors(), /Warning/);
    assert.ok(requests.answered() > 20, 'and served all the time');
  });
}

for (const { name, executable } of nodes) {
  test(`a call that never ends is ended, and the server serves on, on Node ${name}`, async (t) => {
    const server = await startServer(t, executable);
    const before = await server.ask('/state');
    await using requests = load(server);
    const request = requestFor({ kind: 'pid', pid: server.pid }, 'spin');
    const limits = { ...request.limits, callTimeoutMillis: 500 };
    await assert.rejects(diagnose({ ...request, limits }), /One call has not come back/);
    const answered = requests.answered();
    assert.deepEqual(await server.ask('/state'), before, 'it is left as it was');
    while (requests.answered() < answered + 20) await server.ask('/');
  });
}

test('a function that keeps nothing is clean beside the requests that are served', async (t) => {
  const server = await startServer(t);
  const before = await server.ask('/state');
  await using requests = load(server);
  // Requests on their way may look like something kept for a while: as many calls as that takes.
  const limits = { maxCalls: 8_191, timeBudgetMillis: 10_000 };
  const request = requestFor({ kind: 'pid', pid: server.pid }, 'addPrice');
  const report = await diagnose({ ...request, limits });
  assert.match(report.verdict, /clean|bounded/, report.reason);
  assert.deepEqual(await server.ask('/state'), before);
  assert.ok(requests.answered() > 0);
});

test('a second run in a process is refused in words while the first explains what it found, and the first is as good as alone', async (t) => {
  const server = await startServer(t);
  const before = await server.ask('/state');
  const request = requestFor({ kind: 'pid', pid: server.pid }, 'openSession');
  let second: Promise<unknown> | undefined;
  const report = await diagnose(request, {
    onProgress: ({ phase }) => {
      if (phase === 'explain') second ??= diagnose(request).catch((error: unknown) => error);
    },
  });
  const refused = await second;
  assert.ok(refused instanceof UserError, String(refused));
  assert.equal(refused.code, 'busy');
  assert.match(refused.message, /^Process \d+ .*is being measured by another run of Leak Loop/);
  assert.equal(report.verdict, 'leak', report.reason);
  assert.equal(report.suspects[0]?.growthSite?.how, 'watched');
  assert.deepEqual(await server.ask('/state'), before);
});

test('an inspector that listened before listens afterwards', async (t) => {
  const server = await startServer(t, process.execPath, ['--inspect=0']);
  const port = await server.inspectorPort;
  const addresses = [
    { kind: 'number', number: port },
    { kind: 'pid', pid: server.pid }, // its inspector is not where the signal would open one
  ] as const;
  for (const address of addresses) {
    const report = await diagnose(requestFor(address, 'addPrice'));
    assert.match(report.verdict, /clean|bounded/, report.reason);
    const { inspector } = (await server.ask('/state')) as { readonly inspector: string };
    assert.match(inspector, new RegExp(`:${String(port)}/`));
  }
});

for (const platform of ['linux', 'darwin'] as const) {
  test(`an inspector is opened once, and afterwards known to have listened before, as on ${platform}`, async (t) => {
    const { pid, inspectorPort } = await startServer(t);
    const opened = await openInspectorOf(pid, t.signal, platform);
    assert.deepEqual(opened, { port: await inspectorPort, wasOpened: true });
    const again = await openInspectorOf(pid, t.signal, platform);
    assert.deepEqual(again, { port: await inspectorPort, wasOpened: false });
  });
}

test('an inspector that the program has opened itself is found at its port', async (t) => {
  const open = 'data:text/javascript,import { open } from "node:inspector"; open(0);';
  const { pid, inspectorPort } = await startServer(t, process.execPath, ['--import', open]);
  const found = await openInspectorOf(pid, t.signal);
  assert.deepEqual(found, { port: await inspectorPort, wasOpened: false });
});

test('an abort leaves the process as it was, and it goes on', async (t) => {
  const server = await startServer(t);
  const before = await server.ask('/state');
  const stop = new AbortController();
  const request = requestFor({ kind: 'pid', pid: server.pid }, 'openSession');
  let measured: Promise<unknown> | undefined;
  const report = await diagnose(
    request,
    {
      onProgress: ({ batch }) => {
        if (batch !== 5) return;
        measured ??= server.ask('/state').finally(() => stop.abort(new Error('stopped')));
      },
    },
    stop.signal,
  );
  const { flags, isSampled, handles } = (await measured) as MeasuredState;
  assert.notEqual(flags, (before as MeasuredState).flags, 'its state tells of a measurement');
  assert.ok(isSampled);
  assert.ok(handles.includes('createDriver'));
  assert.equal(report.verdict, 'unclear');
  assert.ok(report.loop.batches.length >= 5, 'finished batches are kept');
  assert.deepEqual(await server.ask('/state'), before);
});

test('an abort while a process is being joined leaves it as it was', async (t) => {
  const server = await startServer(t, process.execPath, ['--inspect=0']);
  const before = await server.ask('/state');
  await using watching = await InspectorClient.connect(
    await server.inspectorUrl,
    t.signal,
    neverLost,
  );
  const stop = new AbortController();
  const reason = new Error('stopped');
  watching.on('Debugger.scriptParsed', ({ url }) => {
    if (url === 'leak-loop:loan') stop.abort(reason);
  });
  await watching.send('Debugger.enable');
  const request = requestFor({ kind: 'pid', pid: server.pid }, 'openSession');
  await assert.rejects(diagnose(request, {}, stop.signal), reason);
  assert.deepEqual(await server.ask('/state'), before);
});

test('flags of V8 that a process was started with, or has set itself, are its own again afterwards', async (t) => {
  const flags =
    "import v8 from 'node:v8'; v8.setFlagsFromString('--no-flush-bytecode'); v8.setFlagsFromString('--no-compact');";
  const server = await startServer(t, process.execPath, [
    '--expose-gc',
    '--no-turbo-allocation-folding',
    `--import=data:text/javascript,${encodeURIComponent(flags)}`,
  ]);
  const before = await server.ask('/state');
  const report = await diagnose(requestFor({ kind: 'pid', pid: server.pid }, 'openSession'));
  assert.equal(report.verdict, 'leak', report.reason);
  assert.deepEqual(await server.ask('/state'), before);
});

test('a module that waits at its top level is told to, where what it exports is needed, and is left as it was', async (t) => {
  const file = join(temporaryFolder(t), 'waits.mjs');
  writeFileSync(
    file,
    'export function visit() {}\nconsole.log("waits");\nawait new Promise(() => setInterval(visit, 60_000));\n',
  );
  const child = spawn(process.execPath, ['--inspect=0', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  const [[announced]] = (await Promise.all([
    once(child.stderr.setEncoding('utf8'), 'data'),
    once(child.stdout, 'data'),
  ])) as [[string], unknown];
  const address = { kind: 'url', url: /ws:\S+/.exec(announced)![0] } as const;
  const request = requestFor(address, 'visit', file);
  const exported = { ...request, function: { file, at: { kind: 'export' } } } as const;
  await assert.rejects(
    diagnose(exported),
    (error) =>
      error instanceof UserError &&
      error.code === 'not-loaded' &&
      /waits at its top level/.test(error.message),
  );
  const named = await diagnose(request);
  assert.match(named.verdict, /clean|bounded/, named.reason);
});

for (const end of ['is left', 'is stopped'] as const) {
  test(`what leaks in a running process can be looked at, and is no longer there when that ${end}`, async (t) => {
    const server = await startServer(t);
    const before = await server.ask('/state');
    const stop = new AbortController();
    let seen = '';
    const observer = {
      hold: async (_report: LeakReport, survivors: HeldSurvivors): Promise<void> => {
        const expression = 'typeof $leaked[0][0].user';
        const evaluation = await survivors.evaluate(expression, true);
        seen = evaluation.kind === 'value' ? evaluation.value.text : evaluation.text;
        if (end === 'is left') return;
        stop.abort(new Error('stopped'));
        await new Promise(() => undefined);
      },
    };
    const request = requestFor({ kind: 'pid', pid: server.pid }, 'openSession');
    const report = await diagnose(request, observer, stop.signal);
    assert.equal(report.verdict, 'leak', report.reason);
    assert.equal(seen, '"string"');
    assert.deepEqual(await server.ask('/state'), before);
  });
}

test('a debugger that stops the process, before the loop or in it, is waited for and goes on unharmed', async (t) => {
  const server = await startServer(t, process.execPath, ['--inspect=0']);
  const port = await server.inspectorPort;
  const { url } = await findInspector({ kind: 'port', port }, t.signal);
  await using debug = await InspectorClient.connect(url, t.signal, neverLost);
  await debug.send('Debugger.enable', {});
  await using requests = load(server);
  await pause(debug);
  const pauses: string[] = [];
  let isPausing = false;
  const report = await diagnose(
    {
      ...requestFor({ kind: 'port', port }, 'openSession'),
      limits: { maxCalls: 511, timeBudgetMillis: 60_000, callTimeoutMillis: 300 },
    },
    {
      onProgress: ({ isPaused, message, batch }) => {
        if (isPaused === true) {
          pauses.push(message);
          void debug.send('Debugger.resume', {});
        } else if (batch === 3 && !isPausing) {
          isPausing = true;
          void debug.send('Debugger.pause');
        }
      },
    },
  );
  assert.equal(pauses.length, 2, pauses.join(' '));
  assert.match(pauses[0]!, /^a debugger has stopped the process in \w+ of [\w.:]+: waiting/);
  assert.equal(report.verdict, 'leak', report.reason);
  await pause(debug);
  await debug.send('Debugger.resume', {});
  assert.ok(requests.answered() > 0);
});

test('with the arguments of a real call, which is waited for, the function is looped', async (t) => {
  const server = await startServer(t);
  const before = await server.ask('/state');
  await using requests = load(server, '/login');
  const request = requestFor({ kind: 'pid', pid: server.pid }, 'openSession');
  const report = await diagnose(
    { ...request, call: { captures: true } },
    {
      onProgress: ({ phase }) => {
        if (phase === 'warmUp') void requests[Symbol.asyncDispose]();
      },
    },
  );
  // The same visitor each time: the session is replaced, none is added.
  assert.match(report.verdict, /clean|bounded/, report.reason);
  assert.ok(report.warnings.some((each) => /one real call/.test(each)));
  assert.deepEqual(await server.ask('/state'), before);
});

test('a captured call with what can be used only once is not made again', async (t) => {
  const server = await startServer(t);
  const before = await server.ask('/state');
  await using requests = load(server);
  const request = requestFor({ kind: 'pid', pid: server.pid }, 'answer');
  await assert.rejects(diagnose({ ...request, call: { captures: true } }), (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.code, 'cannot-capture');
    assert.match(error.message, /request \(IncomingMessage\), response \(ServerResponse\)/);
    return true;
  });
  assert.ok(requests.answered() > 0);
  assert.deepEqual(await server.ask('/state'), before);
});

test('whoever waits in vain for a call can stop, and the process is as it was', async (t) => {
  const server = await startServer(t);
  const before = await server.ask('/state');
  const stop = new AbortController();
  const reason = new Error('stopped');
  const request = requestFor({ kind: 'pid', pid: server.pid }, 'openSession');
  const waiting = diagnose(
    { ...request, call: { captures: true } },
    {
      onProgress: ({ message }) => {
        if (/waiting for its next real call/.test(message)) setImmediate(() => stop.abort(reason));
      },
    },
    stop.signal,
  );
  await assert.rejects(waiting, (error: unknown) => error === reason);
  assert.deepEqual(await server.ask('/state'), before);
});

test('a process that is in an endless loop of its own is told with the place, and its inspector is closed again', async (t) => {
  const server = await startServer(t);
  void server.ask('/spin').catch(() => undefined); // it is ended with the test
  const error = await failure('busy', { kind: 'pid', pid: server.pid });
  assert.match(error.message, /has been in spin \(server\.mjs:\d+:\d+\) for 3 s/);
  const port = await server.inspectorPort;
  await failure('inspector-unavailable', { kind: 'port', port });
});

test('a process that waits for a debugger before it loads anything is told to do so', async (t) => {
  const child = spawn(process.execPath, ['--inspect-brk=0', serverFile], { stdio: 'pipe' });
  t.after(() => child.kill('SIGKILL'));
  const [line] = (await once(child.stderr.setEncoding('utf8'), 'data')) as [string];
  const port = Number(/:(\d+)\//.exec(line)![1]);
  const error = await failure('not-loaded', { kind: 'port', port });
  assert.match(error.message, /waits for a debugger/);
});

test('where a process of another kind has that pid, it gets no signal', async (t) => {
  const child = spawn('sleep', ['60']);
  t.after(() => child.kill());
  const error = await failure('not-node', { kind: 'pid', pid: child.pid! });
  assert.match(error.message, /--inspect=0/);
  assert.equal(child.exitCode ?? child.signalCode, null);
});

test('when another process has the port of the inspector, both are named', async (t) => {
  const first = await startServer(t);
  const second = await startServer(t);
  process.kill(first.pid, 'SIGUSR1');
  await first.inspectorPort;
  const error = await failure('wrong-process', { kind: 'pid', pid: second.pid });
  assert.match(error.message, new RegExp(String(first.pid)));
  assert.match(error.message, new RegExp(String(second.pid)));
});

test('a file that the process has not loaded is told with what it runs', async (t) => {
  const server = await startServer(t, process.execPath, ['--inspect=0']);
  const address = { kind: 'port', port: await server.inspectorPort } as const;
  const error = await failure('not-loaded', address, __filename);
  assert.match(error.message, /server\.mjs\) has not loaded/);
});

test('nothing at a port, no such process, and another machine are told with the remedy', async () => {
  assert.match(
    (await failure('inspector-unavailable', { kind: 'port', port: 1 })).message,
    /--inspect=1/,
  );
  const gone = await failure('inspector-unavailable', { kind: 'pid', pid: 2 ** 22 + 1 });
  assert.match(gone.message, /There is no process/);
  const remote = { kind: 'url', url: 'ws://10.0.0.1:9229/x' } as const;
  assert.match((await failure('not-loopback', remote)).message, /ssh -L/);
});

/** What of the server's state is another while it is measured. */
interface MeasuredState {
  readonly flags: number;
  readonly isSampled: boolean;
  readonly handles: readonly string[];
}

const neverLost = (): Promise<Error> => Promise.resolve(new Error('it ended'));

/** Stops the process at the next statement that it comes to. */
async function pause(debug: InspectorClient): Promise<void> {
  const paused = new Promise<void>((resolve) => {
    const stopListening = debug.on('Debugger.paused', () => {
      stopListening();
      resolve();
    });
  });
  await debug.send('Debugger.pause');
  await paused;
}

async function failure(
  code: UserErrorCode,
  address: InspectorAddress,
  file?: string,
): Promise<UserError> {
  try {
    await diagnose(requestFor(address, 'openSession', file));
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  throw new Error('it was measured');
}

function requestFor(address: InspectorAddress, name: string, file = serverFile): DiagnoseRequest {
  return {
    function: { file, at: { kind: 'name', name } },
    target: { kind: 'attach', address },
    call: { args: '["user" + i]' },
    limits: { maxCalls: 511, timeBudgetMillis: 4_000 },
  };
}
