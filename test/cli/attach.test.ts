import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { serverFile, startServer } from '../inspector/serverProcess';
import { runCli } from './runCli';

/** An address of this machine that is not its loopback; where it has no other, the one that means all of them. */
const addressOutside =
  Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '0.0.0.0';

test('a process is reached at the ws:// address of its inspector, on another machine only where that is confirmed', async (t) => {
  const server = await startServer(t, process.execPath, ['--inspect=0.0.0.0:0']);
  const { port, pathname } = new URL(await server.inspectorUrl);
  const attach = (host: string, ...options: readonly string[]) =>
    runCli([
      'attach',
      `ws://${host}:${port}${pathname}`,
      '--function',
      `${serverFile}#addPrice`,
      '--max-calls',
      '63',
      ...options,
    ]);
  const here = await attach('127.0.0.1');
  assert.match(here.stdout, /^✓ \w+ {2}addPrice/, here.stderr);
  const refused = await attach(addressOutside);
  assert.match(refused.stderr, /is on another machine.*--allow-remote/);
  assert.ok(refused.stderr.includes(addressOutside));
  assert.notEqual(refused.code, 0);
  const remote = await attach(addressOutside, '--allow-remote');
  assert.match(remote.stdout, /^✓ \w+ {2}addPrice/, remote.stderr);
});

test('with a program that is started, a real call of its worker is waited for and made again', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'leak-loop-capture-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const worker = join(folder, 'clock.js');
  writeFileSync(
    join(folder, 'main.js'),
    `new (require('node:worker_threads').Worker)('./clock.js')`,
  );
  writeFileSync(
    worker,
    `const seen = [];
    function tick(town) { seen.push({ town }); }
    setInterval(() => tick('north'), 20);`,
  );
  const limits = ['--max-calls', '127'];
  const words = ['run', 'main.js', '--function', `${worker}#tick`, '--capture', ...limits];
  const { code, stdout, stderr } = await runCli(words, { cwd: folder });
  assert.equal(stderr, '');
  assert.match(stdout, /^✗ LEAK {2}tick/);
  assert.match(stdout, /one real call/);
  assert.equal(code, 1);
});
