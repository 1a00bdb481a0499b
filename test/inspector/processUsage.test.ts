import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { ProcessUsage } from '../../src/inspector/process/processUsage';
import { TestProgram } from './testProgram';

const skip = !existsSync('/proc/self/status') && 'the system does not tell';

test(
  'children and their children are known, also those in groups of their own',
  { skip },
  async (t) => {
    const shell = spawn('sh', ['-c', 'sleep 60 & echo started; wait'], { detached: true });
    t.after(() => process.kill(-shell.pid!, 'SIGKILL'));
    await once(shell.stdout, 'data');
    const own = new ProcessUsage(process.pid).descendants();
    assert.ok(own.includes(shell.pid!));
    const [sleep, ...others] = new ProcessUsage(shell.pid!).descendants();
    assert.deepEqual(others, []);
    assert.ok(own.includes(sleep!));
    const { count, bytes } = new ProcessUsage(shell.pid!).children();
    assert.equal(count, 1);
    assert.ok(bytes > 0);
  },
);

test('what is resident is told, and what of it is no file', { skip }, () => {
  const { rss, anonymous } = new ProcessUsage(process.pid).memory()!;
  assert.ok(anonymous > 1_000_000 && rss > anonymous);
});

test('of a process that is gone nothing is known', { skip }, async () => {
  const child = spawn('true');
  await once(child, 'close');
  const usage = new ProcessUsage(child.pid!);
  assert.equal(usage.memory(), undefined);
  assert.deepEqual(usage.descendants(), []);
});

test('what the program started ends with it, whatever group it is in', { skip }, async (t) => {
  const program = await TestProgram.run(
    t,
    `
    const { spawn } = require('node:child_process');
    exports.start = () => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).pid;
    `,
  );
  const pid = await program.call<number>('start');
  assert.notEqual(new ProcessUsage(pid).memory(), undefined);
  await program.target[Symbol.asyncDispose]();
  // One that is ended, but not yet missed by its new parent, has no memory any more.
  while (new ProcessUsage(pid).memory() !== undefined) await setImmediate();
});
