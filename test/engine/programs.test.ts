import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import type { LeakReport } from '../../src/core/report/report';
import {
  diagnose,
  type DiagnoseRequest,
  type LaunchTarget,
  type TargetRequest,
} from '../../src/diagnose';
import { UserError, type UserErrorCode } from '../../src/errors';
import { hasProcessTree, isAlive } from '../cli/processTree';
import { assertValidReport } from '../core/validateReport';
import { installedNodes } from '../installedNodes';
import { fixturePath, markedLines } from './fixtureExpectations';

/** How a worker's inspector is reached differs with the oldest and the newest at most. */
const nodes = installedNodes().filter(({ name }) => ['node-18', 'node-26'].includes(name));

for (const { name, executable } of nodes) {
  test(`a leak in a function of a worker thread is found with its line, on Node ${name}`, async () => {
    const report = await measured('jobWorker.js', 'startJob', {
      ...program('pool.js'),
      node: executable,
    });
    assertLeak(report, 'jobs', 'jobWorker.js');
    assert.deepEqual(report.target.worker, { id: 1, name: 'jobs' });
  });
}

for (const { name, executable: node } of nodes) {
  test(`of a pool the members are listed that have the function, and in the one that is chosen what keeps nothing is not said to leak, on Node ${name}`, async () => {
    const pool = program('pool.js', { args: ['2'], node });
    const error = await failure('several-members', 'jobWorker.js', 'startJob', pool);
    assert.match(error.message, /^ {2}2 {2}worker 2 \(jobs, jobWorker\.js\) of process \d+$/m);
    assert.deepEqual(
      error.details.members?.map(({ member }) => member),
      [1, 2],
    );
    const report = await measured('jobWorker.js', 'finishJob', { ...pool, member: 2 });
    assert.equal(report.target.worker?.id, 2);
    assert.match(report.verdict, /clean|bounded/, report.reason);
  });

  test(`a leak in a member of a cluster is found with its line, on Node ${name}`, async () => {
    const report = await measured('sessions.js', 'openSession', {
      ...program('cluster.js', { node }),
      member: 2,
    });
    assertLeak(report, 'sessions', 'sessions.js');
    assert.equal(report.target.worker, undefined);
  });
}

for (const how of ['fork', 'spawn']) {
  test(`a leak in a child that the program starts by ${how}() is found with its line`, async () => {
    const branches = program('branches.js', { args: [how] });
    const report = await measured('sessions.js', 'openSession', branches);
    assertLeak(report, 'sessions', 'sessions.js');
    assert.equal(report.target.worker, undefined);
  });
}

test('a process that a command starts, and that is through at once, stays for the measurement', async () => {
  let output = '';
  const target = { kind: 'launch', command: ['npm', 'run', 'report'], cwd: folder } as const;
  const report = await diagnose(requestFor('sessions.js', 'describeSession', target), {
    onOutput: (_category, text) => (output += text),
  });
  assert.match(report.verdict, /clean|bounded/, report.reason);
  assert.match(output, /^report --from=npm$/m, 'it is the main program, with its arguments');
});

test('a program that calls process.exit() when it is through is kept, and it is told', async () => {
  const report = await measured('sessions.js', 'openSession', program('exits.js'));
  assertLeak(report, 'sessions', 'sessions.js');
  assert.ok(report.warnings.some((each) => /called process\.exit\(\) .* was kept/.test(each)));
});

test('a program that ends without the file is told with how it ended and what it printed', async () => {
  const target = {
    kind: 'launch',
    command: ['node', '-e', 'throw new Error("no queue")'],
  } as const;
  const error = await failure('not-loaded', 'sessions.js', 'openSession', target);
  assert.match(error.message, /exited with code 1 before .*sessions\.js was seen to be loaded/);
  assert.match(error.details.stderr!.join('\n'), /no queue/);
});

test('a program that does not load the file in time is told with what runs', async () => {
  const target = { ...program('pool.js'), loadTimeoutMillis: 1_500 };
  const error = await failure('not-loaded', 'sessions.js', 'openSession', target);
  assert.match(error.message, /within 1\.5 s: there are process \d+ \(pool\.js\), worker 1/);
});

test('a function that the file does not have is told at once, with those that it has', async () => {
  const error = await failure('no-function', 'jobWorker.js', 'startJobs', program('pool.js'));
  assert.ok(error.details.choices?.some(({ name }) => name === 'startJob'));
});

test('of a function that is gone when the program is through, it is told why', async () => {
  const error = await failure('no-closure', 'report.js', 'trimWord', program('report.js'));
  assert.match(error.message, /No live function trimWord/);
});

test('objects that no module exports are told apart by the variables that hold them in other files', async () => {
  const error = await failure('no-receiver', 'desk.js', 'take', program('southDesk.mjs'));
  const variables = error.details.receivers?.map(({ variable }) => variable);
  assert.deepEqual(variables?.toSorted(), [
    'counter.desk in northDesk.js',
    'desk in southDesk.mjs',
  ]);
});

test('whoever waits for the file can stop, and nothing goes on running', async () => {
  const stop = new AbortController();
  const reason = new Error('stopped');
  let pid = 0;
  const command = ['node', '-e', 'console.log(process.pid); setInterval(() => {}, 1e6)'] as const;
  const waiting = diagnose(
    requestFor('sessions.js', 'openSession', { kind: 'launch', command }),
    {
      onOutput: (_category, text) => (pid ||= Number(text)),
      onProgress: ({ message }) => {
        if (/Waiting for sessions\.js to be loaded · 1 process/.test(message) && pid > 0) {
          stop.abort(reason);
        }
      },
    },
    stop.signal,
  );
  await assert.rejects(waiting, (error: unknown) => error === reason);
  assert.equal(isAlive(pid), false);
});

for (const { name, executable: execPath } of nodes) {
  test(`a worker of a running process is joined and left as it was, on Node ${name}`, async (t) => {
    const options = { execPath, execArgv: ['--inspect=0'], silent: true };
    const pool = fork(fixturePath('programs/pool.js'), options);
    t.after(() => pool.kill('SIGKILL'));
    const before = await stateOf(pool);
    const address = { kind: 'port', port: await inspectorPort(t, pool) } as const;
    const report = await measured('jobWorker.js', 'startJob', { kind: 'attach', address });
    assertLeak(report, 'jobs', 'jobWorker.js');
    const { jobs, ...after } = await stateOf(pool);
    assert.ok(Number(jobs) > 100, 'that is what its functions were called for');
    assert.deepEqual({ ...after, jobs: 0 }, before);
  });
}

test('of the workers of a running process one is meant by its threadId, whatever has ended before it', async (t) => {
  const options = { execArgv: ['--inspect=0'], silent: true };
  const pool = fork(fixturePath('programs/pool.js'), ['3'], options);
  t.after(() => pool.kill('SIGKILL'));
  const port = await inspectorPort(t, pool);
  await stateOf(pool);
  pool.send('end');
  await once(pool, 'message');
  const target = { kind: 'attach', address: { kind: 'port', port } } as const;
  const report = await measured('jobWorker.js', 'finishJob', { ...target, worker: 3 });
  assert.deepEqual(report.target.worker, { id: 3, name: 'jobs' });
  const ended = { ...target, worker: 1 };
  const { message } = await failure('not-loaded', 'jobWorker.js', 'finishJob', ended);
  assert.match(message, /has started no worker 1, or it has ended/);
});

test('workers that wait in a blocking call, as those of a pool that has no work, are passed by', async (t) => {
  const pool = fork(fixturePath('programs/idlePool.js'), {
    execArgv: ['--inspect=0'],
    silent: true,
  });
  t.after(() => pool.kill('SIGKILL'));
  const waiting = once(pool, 'message');
  const address = { kind: 'port', port: await inspectorPort(t, pool) } as const;
  await waiting;
  const report = await measured('sessions.js', 'describeSession', { kind: 'attach', address });
  assert.match(report.verdict, /clean|bounded/, report.reason);
});

test(
  'the members of a running cluster are told where the primary has not loaded the file, and can be attached to',
  { skip: !hasProcessTree && 'this system does not tell who is whose child' },
  async (t) => {
    const primary = fork(fixturePath('programs/cluster.js'), { silent: true });
    t.after(() => primary.kill('SIGKILL'));
    await once(primary, 'message');
    const address = { kind: 'pid', pid: primary.pid! } as const;
    const error = await failure('not-loaded', 'sessions.js', 'describeSession', {
      kind: 'attach',
      address,
    });
    const [, pid] = /attach to one of (\d+) \(cluster\.js\), \d+ \(cluster\.js\) by/.exec(
      error.message,
    )!;
    const report = await measured('sessions.js', 'describeSession', {
      kind: 'attach',
      address: { kind: 'pid', pid: Number(pid) },
    });
    assert.match(report.verdict, /clean|bounded/, report.reason);
  },
);

const folder = fixturePath('programs');

function program(file: string, more: Partial<LaunchTarget> = {}): LaunchTarget {
  return { kind: 'launch', program: fixturePath(`programs/${file}`), ...more };
}

function requestFor(file: string, name: string, target: TargetRequest): DiagnoseRequest {
  return {
    function: { file: fixturePath(`programs/${file}`), at: { kind: 'name', name } },
    target,
    call: { args: '["Jürgen " + i]' }, // Node 18 loses such letters on their way to a worker
    limits: { maxCalls: 255, timeBudgetMillis: 4_000 },
  };
}

async function measured(file: string, name: string, target: TargetRequest): Promise<LeakReport> {
  const report = await diagnose(requestFor(file, name, target));
  assertValidReport(report);
  return report;
}

function assertLeak(report: LeakReport, holder: string, file: string): void {
  assert.equal(report.verdict, 'leak', report.reason);
  const [suspect] = report.suspects;
  assert.equal(suspect?.leakRoot.name, holder);
  assert.equal(suspect.growthSite?.how, 'watched');
  const { file: grows, line } = suspect.growthSite.location;
  assert.equal(grows, fixturePath(`programs/${file}`));
  assert.deepEqual([line], markedLines(`programs/${file}`, 'grows'));
}

async function failure(
  code: UserErrorCode,
  file: string,
  name: string,
  target: TargetRequest,
): Promise<UserError> {
  try {
    await diagnose(requestFor(file, name, target));
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  throw new Error('it was measured');
}

/** What a worker says of itself. */
async function stateOf(pool: ChildProcess): Promise<Record<string, unknown>> {
  pool.send('state');
  const [state] = (await once(pool, 'message')) as [Record<string, unknown>];
  return state;
}

async function inspectorPort(t: TestContext, { stderr }: ChildProcess): Promise<number> {
  let text = '';
  for await (const chunk of stderr!.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const port = /ws:\/\/[^:]*:(\d+)/.exec(text)?.[1];
    if (port !== undefined) return Number(port);
  }
  t.diagnostic(text);
  throw new Error('no inspector was opened');
}
