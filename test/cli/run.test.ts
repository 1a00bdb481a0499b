import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { assertValidReport } from '../core/validateReport';
import { markedLines } from '../engine/fixtureExpectations';
import { assertGone, descendantsOf, hasProcessTree } from './processTree';
import { cliFile, runCli } from './runCli';

const fixtures = join(process.cwd(), 'test', 'fixtures');
const folder = mkdtempSync(join(tmpdir(), 'leak-loop-run-'));
after(() => rmSync(folder, { recursive: true }));

const leak = [
  'run',
  'test/fixtures/leaks/map.mjs#placeOrder',
  '--args',
  '[i]',
  '--max-calls',
  '255',
];
const clean = ['run', 'test/fixtures/healthy/empty.js', '--max-calls', '255'];

/** A program whose calls take their time and say so, for runs that are stopped half way. */
const slow = join(folder, 'slow.js');
writeFileSync(
  slow,
  `const kept = [];
   exports.tick = async () => {
     kept.push({});
     await new Promise((resolve) => setTimeout(resolve, 10));
     console.log('call');
   };`,
);
const endless = join(folder, 'endless.js');
writeFileSync(endless, `exports.spin = () => { console.log('call'); for (;;); };`);

test('a leak: the line that adds on standard output, nothing else, exit code 1', async () => {
  const { code, stdout, stderr } = await runCli(leak);
  assert.equal(stderr, '');
  assert.equal(code, 1);
  assert.match(stdout, /^✗ LEAK {2}placeOrder · 1 cause · /);
  assert.match(stdout, /inFlight \(Map\) keeps 1 Order per call/);
  const [line] = markedLines('leaks/map.mjs', 'grows');
  const added = `added at      test/fixtures/leaks/map.mjs:${line}:12  inFlight.set(order.id, order);`;
  assert.ok(stdout.includes(added), stdout);
});

test('a test is looped by its line, as its own runner runs it', async () => {
  const file = 'test/runners/jest-typescript/users.test.ts';
  const line =
    1 +
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((text) => /greeted/.test(text));
  const { code, stdout, stderr } = await runCli(['run', `${file}:${line}`, '--max-calls', '63']);
  assert.equal(code, 1, stderr);
  assert.match(stdout, /^✗ LEAK {2}users > are greeted · 1 cause · /);
  assert.match(stdout, /added at {6}test\/runners\/users\.ts:30:11 {2}greeted\.push\(/);
});

test('a clean function and a bounded one: exit code 0', async () => {
  const first = await runCli(clean);
  assert.match(first.stdout, /^✓ CLEAN/);
  assert.equal(first.code, 0);
  const lru = 'test/fixtures/healthy/lru.js#readThroughLru10';
  const second = await runCli(['run', lru, '--args', '[i]', '--max-calls', '255']);
  assert.doesNotMatch(second.stdout, /LEAK|UNCLEAR/);
  assert.equal(second.code, 0);
});

test('--json - leaves nothing but one report on standard output', async () => {
  const { code, stdout, stderr } = await runCli([...leak, '--json', '-']);
  assert.equal(code, 1);
  assert.equal(stderr, '');
  const report: unknown = JSON.parse(stdout);
  assertValidReport(report);
  assert.equal(report.verdict, 'leak');
});

test('--json <path> writes the report besides the text, relative to where one is', async () => {
  const file = join(fixtures, 'healthy', 'empty.js');
  const words = ['run', file, '--max-calls', '63', '--json', 'report.json'];
  const { code, stdout } = await runCli(words, { cwd: folder });
  assert.equal(code, 0);
  assert.match(stdout, /^✓ CLEAN/);
  assertValidReport(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
});

test('a target that exits half way: what was measured is printed, exit code 2', async () => {
  const file = 'test/fixtures/bad/exitsAfter100Calls.js';
  const { code, stdout } = await runCli(['run', file, '--args', '["job " + i]']);
  assert.match(stdout, /^\? UNCLEAR/);
  assert.equal(code, 2);
});

test('several functions and no choice: exit code 2, and each can be copied into the next command', async () => {
  const file = 'test/fixtures/bad/severalExports.js';
  const { code, stdout, stderr } = await runCli(['run', file]);
  assert.equal(code, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /^ {2}first {3}test\/fixtures\/bad\/severalExports\.js:4$/m);
  assert.match(stderr, /^ {2}second {2}test\/fixtures\/bad\/severalExports\.js:8$/m);
});

for (const [words, message] of Object.entries({
  'bad/noSuchFile.js': /noSuchFile\.js/,
  'bad/syntaxError.js': /syntaxError\.js/,
  'bad/throwsOnImport.mjs#query': /DATABASE_URL is not set/,
  'bad/throwsAtOnce.js#greet': /--args/,
  'bad/neverSettles.js#waitForever --call-timeout 0.5': /--call-timeout/,
  'bad/exitsOnImport.js#main': /Usage: exitsOnImport <file>/,
  'leaks/set.js#visit --node /no/such/node': /--node/,
})) {
  test(`${words} cannot be measured: exit code 2, the remedy on standard error, no stack of ours`, async () => {
    const [file = '', ...options] = words.split(' ');
    const { code, stdout, stderr } = await runCli(['run', join(fixtures, file), ...options]);
    assert.equal(code, 2, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /internal error|dist\/cli\.js/);
  });
}

test('the output of the program is hidden unless asked for', async () => {
  const words = ['run', slow, '--max-calls', '7'];
  const hidden = await runCli(words);
  assert.equal(hidden.stderr, '');
  const shown = await runCli([...words, '--show-output']);
  assert.match(shown.stderr, /call\ncall\n/);
  assert.doesNotMatch(shown.stdout, /^call$/m);
});

test('Ctrl-C half way: the report of the finished batches, exit code 2, no process left', async () => {
  const { result, targets } = await stopped(slow, 'SIGINT', 60);
  assert.equal(result.code, 2);
  assert.match(result.stdout, /^\? UNCLEAR {2}tick/);
  await assertGone(targets, 500);
});

test('Ctrl-C before anything is measured says so, even while the program never yields', async () => {
  const { result, targets } = await stopped(endless, 'SIGTERM', 1);
  assert.equal(result.code, 2);
  assert.equal(result.stdout, '');
  assert.match(result.stderr, /stopped before anything was measured/);
  await assertGone(targets, 500);
});

test('a reader that closes standard output early is no error', async () => {
  const { code, stderr } = await runCli(clean, {
    whileRunning: (child) => child.stdout?.destroy(),
  });
  assert.equal(stderr, '');
  assert.equal(code, 0);
});

test('the built command line finds its harness from any folder', async () => {
  assert.ok(cliFile.startsWith(process.cwd()));
  const file = join(fixtures, 'healthy', 'empty.mjs');
  const { stdout } = await runCli(['run', `${file}#emptyAsync`, '--max-calls', '63'], {
    cwd: folder,
  });
  assert.match(stdout, /^✓ CLEAN/);
});

/** Runs a program and stops the command line when that has printed so many lines. */
async function stopped(file: string, signal: NodeJS.Signals, lines: number) {
  const targets: number[] = [];
  const result = await runCli(['run', file, '--show-output', '--time-budget', '60'], {
    whileRunning: (child) => {
      onceLines(child, lines, () => {
        targets.push(...(hasProcessTree ? descendantsOf(child.pid!) : []));
        child.kill(signal);
      });
    },
  });
  return { result, targets };
}

function onceLines(child: ChildProcess, lines: number, act: () => void): void {
  let seen = 0;
  child.stderr?.on('data', (text: string) => {
    const before = seen;
    seen += text.split('\n').length - 1;
    if (before < lines && seen >= lines) {
      act();
    }
  });
}
