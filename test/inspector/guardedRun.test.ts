import assert from 'node:assert/strict';
import test from 'node:test';
import { UserError } from '../../src/errors';
import { guardedRun } from '../../src/inspector/loop/guardedRun';
import { assertGone, descendantsOf } from '../cli/processTree';
import { TestProgram } from './testProgram';

const plenty = 60_000;
const timeout = 300;

const calls = `
  exports.quick = () => {};
  exports.waits = () => new Promise(() => {});
  exports.spins = () => { for (;;); };
  exports.spinsLater = () => { if (++made > 20) for (;;); };
  exports.sleeps = () => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); };
  exports.blocks = () => { require('child_process').execFileSync(process.execPath, ['-e', 'setTimeout(() => {}, 1e6)']); };
  exports.takesItsTime = () => { const end = Date.now() + 60; while (Date.now() < end); };
  let open = false;
  exports.waitsForTimers = () => {
    if (!open) { open = true; setInterval(() => {}, 1e6); setInterval(() => {}, 1e6); require('net').createServer().listen(0); }
    return new Promise(() => {});
  };
  exports.pauses = () => new Promise((resolve) => setTimeout(resolve, 60));
  exports.exits = () => { console.error('no licence'); process.exit(4); };
  let made = 0;
  exports.sticksLater = () => (++made > 20 ? new Promise(() => {}) : undefined);
`;

test('a batch that comes back tells its calls and its time', async (t) => {
  const program = await aimed(t, 'quick');
  const { calls: made, millis } = await guardedRun(program.target, 50, plenty, timeout);
  assert.equal(made, 50);
  assert.ok(millis >= 0 && millis < timeout);
});

test('calls that are slow only together are no problem, whether they wait or compute', async (t) => {
  for (const name of ['pauses', 'takesItsTime']) {
    const program = await aimed(t, name);
    const { calls: made } = await guardedRun(program.target, 12, plenty, timeout);
    assert.equal(made, 12, 'twice the time-out in all');
  }
});

for (const [name, words] of [
  ['waits', /\(nothing is pending that could wake it\)/],
  ['waitsForTimers', /\(pending in the process: (2 × Timeout, TCP\w+|TCP\w+, 2 × Timeout)\)/],
  ['sticksLater', /\(nothing is pending that could wake it\)/],
  ['spins', /\(it was in spins at \S+:4:\d+\)/],
  ['spinsLater', /\(it was in spinsLater at \S+:5:\d+\)/],
  ['sleeps', /\(it was in sleeps at \S+:6:\d+\)/],
  ['blocks', /\(it blocks the process, which does not answer\)/],
] as const) {
  test(`a call that never comes back ends in time and says what is pending: ${name}`, async (t) => {
    const program = await aimed(t, name);
    const start = performance.now();
    const error = await failure(guardedRun(program.target, 50, plenty, timeout));
    const took = performance.now() - start;
    assert.equal(error.code, 'never-settles');
    assert.match(error.message, /within 0\.3 s/);
    assert.match(error.message, words);
    assert.match(error.message, /--call-timeout/);
    assert.ok(took >= timeout && took < timeout + 1_500, `${took} ms`);
    const { client } = program.target;
    assert.equal(client.gone.aborted, name === 'blocks', 'only who does not answer is given up');
    const processes = [program.pid, ...descendantsOf(program.pid)];
    await program.target[Symbol.asyncDispose]();
    await assertGone(processes, 2_000);
  });
}

test('a process that ends in the middle of a call says so', async (t) => {
  const program = await aimed(t, 'exits');
  const error = await failure(guardedRun(program.target, 50, plenty, plenty));
  assert.equal(error.code, 'target-exited');
  assert.match(error.message, /code 4/);
  assert.deepEqual(error.details.stderr, ['no licence']);
});

test('an abort in the middle of a call throws its reason at once', async (t) => {
  for (const name of ['waits', 'spins', 'blocks']) {
    const abort = new AbortController();
    const program = await aimed(t, name, abort.signal);
    const running = assert.rejects(guardedRun(program.target, 50, plenty, plenty), /stopped/);
    const start = performance.now();
    abort.abort(new Error('stopped by the test'));
    await running;
    await program.target[Symbol.asyncDispose]();
    await assertGone([program.pid], 1);
    assert.ok(performance.now() - start < 2_000);
  }
});

async function aimed(
  t: test.TestContext,
  name: string,
  signal = new AbortController().signal,
): Promise<TestProgram> {
  const program = await TestProgram.run(t, calls, { signal });
  await program.target.driver.aim({ fn: await program.exported(name) });
  return program;
}

async function failure(failing: Promise<unknown>): Promise<UserError> {
  try {
    await failing;
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error;
  }
  return assert.fail('it did not fail');
}
