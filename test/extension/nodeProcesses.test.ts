import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { listNodeProcesses } from '../../src/extension/target/nodeProcesses';

test('a Node process is listed with its command and working directory, another program is not', async (t) => {
  const cwd = realpathSync(tmpdir());
  const script = "process.stdout.write('ready'); setInterval(() => {}, 1e6)";
  const node = spawn(process.execPath, ['-e', script, 'one argument'], { cwd });
  const other = spawn('sleep', ['60']);
  t.after(() => [node, other].forEach((child) => child.kill()));
  await once(node.stdout, 'data');
  const processes = await listNodeProcesses();
  const found = processes.find(({ pid }) => pid === node.pid);
  assert.equal(found?.command.at(-1), process.platform === 'linux' ? 'one argument' : 'argument');
  if (process.platform === 'linux') assert.equal(found.cwd, cwd);
  assert.ok(!processes.some(({ pid }) => pid === other.pid));
});

test('what the looking process descends from is not listed, what it has started is', async (t) => {
  const script = "process.stdout.write('ready'); setInterval(() => {}, 1e6)";
  const node = spawn(process.execPath, ['-e', script]);
  t.after(() => node.kill());
  await once(node.stdout, 'data');
  const seen = await listNodeProcesses();
  assert.equal(seen.find(({ pid }) => pid === node.pid)?.parent, process.pid);
  assert.ok(!seen.some(({ pid }) => pid === process.pid));
  const fromChild = await listNodeProcesses(process.platform, node.pid);
  assert.ok(!fromChild.some(({ pid }) => pid === process.pid || pid === process.ppid));
});
