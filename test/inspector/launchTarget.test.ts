import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { afterEach, type TestContext } from 'node:test';
import { UserError } from '../../src/errors';
import { launchTarget, type LaunchOptions } from '../../src/inspector/process/launchTarget';
import type { Target } from '../../src/inspector/process/target';
import { assertGone, descendantsOf, hasProcessTree, isAlive } from '../cli/processTree';
import { installedNodes } from '../installedNodes';
import { temporaryFolder } from './testProgram';

const oldNode = join(process.cwd(), 'test/nodes/node_modules/old-node-16/bin/node');
const engineVariable = 'LEAK_LOOP_TEST_ENGINE';
const skipProcessTree = !hasProcessTree && 'this system does not tell who is whose child';

// The same file run once more is an engine of its own, which a test can kill.
if (process.env[engineVariable] === undefined) defineTests();
else void runAsEngine();

function defineTests(): void {
  afterEach(() => {
    if (hasProcessTree) assert.deepEqual(descendantsOf(process.pid), [], 'no process is left');
  });

  for (const { name, executable } of installedNodes()) {
    test(`a target is ready before any program is, on Node ${name}`, async () => {
      await using target = await launch({ node: executable });
      const { description } = target;
      assert.equal(description.kind, 'launch');
      assert.equal(description.debuggerAttached, false);
      assert.equal(await valueIn(target, 'process.versions.node'), description.nodeVersion);
      assert.equal(await valueIn(target, 'process.pid'), description.pid);
      assert.equal(
        await valueIn(target, `Object.getOwnPropertySymbols(globalThis).map(String).join()`),
        await symbolsOfPlainNode(executable),
        'nothing of ours is left in the global scope',
      );
    });
  }

  for (const { name, executable } of installedNodes()) {
    test(`a process that is slow to wait is let go all the same, on Node ${name}`, async (t) => {
      const slow = join(temporaryFolder(t), 'slow.js');
      writeFileSync(
        slow,
        `const inspector = require('node:inspector');
        const { waitForDebugger } = inspector;
        inspector.waitForDebugger = () => {
          for (const end = Date.now() + 500; Date.now() < end;);
          inspector.waitForDebugger = waitForDebugger;
          waitForDebugger();
        };`,
      );
      const env = { NODE_OPTIONS: `--require ${slow}` };
      await using target = await launch({ node: executable, env }, AbortSignal.timeout(15_000));
      assert.equal(await valueIn(target, 'process.pid'), target.description.pid);
    });
  }

  for (const { name, executable } of installedNodes()) {
    test(`workers and forked children of the program start as ever, on Node ${name}`, async (t) => {
      await using target = await launch({ node: executable, nodeArgs: ['--no-deprecation'] });
      const child = join(temporaryFolder(t), 'child.js');
      writeFileSync(child, 'process.exitCode = process.execArgv.length');
      for (const start of [
        "new (require('worker_threads').Worker)",
        "require('child_process').fork",
      ]) {
        const exit = `new Promise((resolve) => ${start}(${JSON.stringify(child)}).once('exit', resolve))`;
        const code = await valueIn(target, exit);
        if (start.includes('fork')) assert.equal(code, 1, 'only what the program was given');
      }
      assert.equal(await valueIn(target, 'process.execArgv.join()'), '--no-deprecation');
      const modules = await valueIn(target, 'Object.keys(require.cache).join()');
      assert.doesNotMatch(String(modules), /gate/);
    });
  }

  test(
    'disposing ends the process and all that it started',
    { skip: skipProcessTree },
    async () => {
      const target = await launch();
      await startGrandchildren(target);
      const pids = [target.description.pid, ...descendantsOf(target.description.pid)];
      assert.equal(pids.length, 3, 'a child and its child');
      await target[Symbol.asyncDispose]();
      await assertGone(pids, 2_000);
      await target[Symbol.asyncDispose]();
    },
  );

  test('disposing ends a process in an endless loop', async () => {
    const target = await launch();
    const spinning = assert.rejects(valueIn(target, 'for (;;);'));
    const start = performance.now();
    await target[Symbol.asyncDispose]();
    await spinning;
    assert.ok(performance.now() - start < 2_000);
    assert.equal(isAlive(target.description.pid), false);
  });

  test(
    'the target goes with the engine, even when that is killed',
    { skip: skipProcessTree },
    async (t) => {
      for (const state of ['idle', 'waiting']) {
        const engine = startEngine(t, state);
        const [line] = (await once(engine.stdout!, 'data')) as [Buffer];
        const target = Number(line.toString());
        assert.ok(isAlive(target), state);
        engine.kill('SIGKILL');
        await assertGone([target], 2_000);
      }
    },
  );

  test('a target that exits rejects what is pending and says how it ended, with its last lines', async () => {
    await using target = await launch();
    const error = await targetExited(
      valueIn(target, `console.error('no database\\nat all'); new Promise(() => process.exit(3))`),
    );
    assert.match(error.message, /exited with code 3/);
    assert.deepEqual(error.details.stderr, ['no database', 'at all']);
    assert.deepEqual(target.recentErrors(), ['no database', 'at all']);
    await assert.rejects(valueIn(target, '1'), error, 'and everything after it, with the same');
  });

  test('a target that exits without a word gets a remedy', async () => {
    await using target = await launch();
    const error = await targetExited(valueIn(target, 'process.exit(0)'));
    assert.deepEqual(error.details.stderr, []);
    assert.match(error.message, /exited with code 0/);
    assert.match(error.message, /process\.exit\(\)/);
  });

  test('a target that is killed names the signal', async () => {
    await using target = await launch();
    const pending = valueIn(target, 'new Promise(() => {})');
    process.kill(target.description.pid, 'SIGKILL');
    assert.match((await targetExited(pending)).message, /SIGKILL/);
  });

  test('an uncaught exception in the target is in the last lines', async () => {
    await using target = await launch();
    const error = await targetExited(
      valueIn(
        target,
        `setTimeout(() => { throw new Error('lost the queue'); }); new Promise(() => {})`,
      ),
    );
    assert.match(error.details.stderr!.join('\n'), /Error: lost the queue/);
  });

  test('output is handed on as it comes, without what Node says of the inspector', async () => {
    const output: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
    const target = await launch({ onOutput: (category, text) => (output[category] += text) });
    await targetExited(
      valueIn(target, `console.log('grüße'); console.error('careful'); process.exit(0)`),
    );
    await target[Symbol.asyncDispose]();
    assert.deepEqual(output, { stdout: 'grüße\n', stderr: 'careful\n' });
  });

  test('the working folder, the environment and the arguments of Node are as given', async (t) => {
    const cwd = temporaryFolder(t);
    await using target = await launch({
      cwd,
      env: { GREETING: 'hello' },
      nodeArgs: ['--no-deprecation'],
    });
    assert.equal(await valueIn(target, 'process.cwd()'), cwd);
    assert.equal(await valueIn(target, 'process.env.GREETING'), 'hello');
    assert.equal(await valueIn(target, 'process.env.PATH'), process.env['PATH']);
    assert.equal(await valueIn(target, 'process.noDeprecation'), true);
  });

  test('a Node that is not there, or cannot be run, is told by its path', async (t) => {
    const folder = temporaryFolder(t);
    const notExecutable = join(folder, 'node');
    writeFileSync(notExecutable, '');
    for (const node of [join(folder, 'gone'), notExecutable]) {
      const error = await userError('node-missing', launch({ node }));
      assert.ok(error.message.includes(node), error.message);
      assert.match(error.message, /--node/);
    }
  });

  test('a program that is not Node and ends is told with what it printed', async (t) => {
    const node = join(temporaryFolder(t), 'node');
    writeFileSync(node, '#!/bin/sh\necho "not a Node" >&2\nexit 7\n');
    chmodSync(node, 0o755);
    const error = await userError('target-exited', launch({ node }));
    assert.match(error.message, /code 7/);
    assert.deepEqual(error.details.stderr, ['not a Node']);
  });

  test('an argument that Node refuses is told with its words', async () => {
    const error = await userError('target-exited', launch({ nodeArgs: ['--no-such-option'] }));
    assert.match(error.details.stderr!.join('\n'), /bad option: --no-such-option/);
  });

  test(
    'a Node that is too old is refused and ended',
    { skip: !existsSync(oldNode) && 'Node 16 is not installed' },
    async () => {
      const error = await userError('node-too-old', launch({ node: oldNode }));
      assert.match(error.message, /Node 16\..*needs Node 18 or newer/);
    },
  );

  test('an abort ends the target and all that is pending, in time', async () => {
    for (const call of ['for (;;);', 'new Promise(() => {})']) {
      const abort = new AbortController();
      const reason = new Error('stopped by the test');
      await using target = await launch({}, abort.signal);
      const pending = valueIn(target, call);
      const start = performance.now();
      abort.abort(reason);
      await assert.rejects(pending, reason);
      await target[Symbol.asyncDispose]();
      assert.ok(performance.now() - start < 2_000);
      assert.equal(isAlive(target.description.pid), false);
    }
  });

  test('an abort before or during the launch leaves nothing and throws its reason', async () => {
    const reason = new Error('stopped by the test');
    await assert.rejects(launch({}, AbortSignal.abort(reason)), reason);
    const abort = new AbortController();
    const launching = launch({}, abort.signal);
    setImmediate(() => abort.abort(reason));
    await assert.rejects(launching, reason);
  });
}

async function runAsEngine(): Promise<void> {
  const target = await launch();
  if (process.env[engineVariable] === 'waiting') {
    valueIn(target, 'new Promise(() => {})').catch(() => undefined);
  }
  await valueIn(target, '1');
  console.log(target.description.pid);
}

function startEngine(t: TestContext, state: string): ChildProcess {
  const engine = spawn(process.execPath, [__filename], {
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, [engineVariable]: state },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => engine.kill('SIGKILL'));
  return engine;
}

function launch(
  options: Partial<LaunchOptions> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Target> {
  const defaults = { node: process.execPath, nodeArgs: [], cwd: process.cwd(), env: {} };
  return launchTarget({ ...defaults, ...options }, signal);
}

/** The value of an expression in the target; waits for it where it is a promise. */
async function valueIn(target: Target, expression: string): Promise<unknown> {
  const { result } = await target.client.sendRunning('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    includeCommandLineAPI: true,
  });
  return result.value;
}

/** Resolves once a child of the target, and a child of that child, run. */
async function startGrandchildren(target: Target): Promise<void> {
  const child = `
    require('child_process').spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)'])
      .stdout.once('data', () => console.log('ready'));
    setInterval(() => {}, 1e6);`;
  await valueIn(
    target,
    `new Promise((resolve) => {
       const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}]);
       child.stdout.once('data', resolve);
     })`,
  );
}

async function symbolsOfPlainNode(node: string): Promise<string> {
  const script = 'console.log(Object.getOwnPropertySymbols(globalThis).map(String).join())';
  const child = spawn(node, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [text] = (await once(child.stdout, 'data')) as [Buffer];
  await once(child, 'close');
  return text.toString().trim();
}

function targetExited(pending: Promise<unknown>): Promise<UserError> {
  return userError('target-exited', pending);
}

async function userError(code: UserError['code'], failing: Promise<unknown>): Promise<UserError> {
  try {
    await failing;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    assert.equal(error.code, code, error.message);
    return error;
  }
  return assert.fail('it did not fail');
}
