import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import type { BaselineEntry, CheckReport } from '../../src/core/report/checkResult';
import { assertValidCheckReport } from '../core/validateCheckReport';
import { runCli, type CliResult } from './runCli';

const checks = join(process.cwd(), 'test', 'fixtures', 'checks');
const folder = mkdtempSync(join(tmpdir(), 'leak-loop-check-'));
after(() => rmSync(folder, { recursive: true }));

const jsonFile = join(folder, 'all.json');
const teardownFile = join(folder, 'teardown');
const baselineFile = join(folder, 'baseline.json');

/** All checks, once, for the tests that look at them. */
let result: CliResult;
let report: CheckReport;
before(async () => {
  result = await runCli(['check', '--json', jsonFile, '--env', `TEARDOWN_FILE=${teardownFile}`], {
    cwd: checks,
  });
  report = reportIn(jsonFile);
});

function reportIn(file: string): CheckReport {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  assertValidCheckReport(value);
  return value;
}

function lineOf(file: string, text: string): number {
  const lines = readFileSync(join(checks, file), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

test('each check gets its verdict, also after one that could not be measured; a leak decides', () => {
  assert.equal(result.code, 1, result.stderr);
  assert.equal(result.stderr, '');
  assert.match(result.stdout, /^✓ CLEAN {2}clean · clean\.leak\.mjs · 255 calls/);
  assert.match(result.stdout, /\n✗ LEAK {2}leaks · 1 cause · /);
  assert.match(result.stdout, /\n! NOT MEASURED {2}setupThrows · setupThrows\.leak\.cjs\n/);
  assert.match(result.stdout, /\n✓ BOUNDED {2}typed · typed\.leak\.ts · 127 calls/);
  assert.match(result.stdout, /\n4 checks: 1 leak, 1 not measured, 1 bounded, 1 clean\n$/);
});

test('what setup() made holds the leak: the chain begins with ctx, the line is the one that adds', () => {
  const { suspects, function: fn, loop } = report.checks[1]!.report!;
  assert.deepEqual([fn.name, fn.kind, loop.calls], ['leaks', 'test', 255]);
  assert.equal(suspects.length, 1);
  const [suspect] = suspects;
  assert.equal(suspect?.leakRoot.name, 'ctx.log');
  assert.deepEqual(
    [suspect.growthSite?.location.file, suspect.growthSite?.location.line],
    [join(checks, 'pool.js'), lineOf('pool.js', '// grows')],
  );
  assert.deepEqual(
    suspect.chain.flatMap(({ label, location }) =>
      label === 'leak check' || location?.file.startsWith('leak-loop:') ? [location?.file] : [],
    ),
    [undefined],
    'our own script is no place to go to',
  );
});

test('teardown() is called once with what setup() made; one that throws is a warning', () => {
  assert.equal(readFileSync(teardownFile, 'utf8'), '10000\n');
  assert.match(
    report.checks[1]!.report!.warnings.join(),
    /^teardown\(\) threw: Error: the pool was closed already \(.*leaks\.leak\.js:\d+:\d+\)\.$/,
  );
});

test('a setup() that throws is told with its message and place, and the remedy', () => {
  const { failure } = report.checks[2]!;
  assert.equal(failure?.code, 'setup-failed');
  const line = lineOf('setupThrows.leak.cjs', 'throw');
  assert.match(
    failure.message,
    new RegExp(`no database .*cjs:${line}:\\d+\\)\\. See whether it works`),
  );
});

test('a leak is accepted once the baseline has it, and no longer than the reason is there', async () => {
  const leak = ['check', 'leaks.leak.js', '--baseline', baselineFile];
  const updated = await runCli([...leak, '--update-baseline'], { cwd: checks });
  assert.equal(updated.code, 0, updated.stderr);
  assert.match(
    updated.stdout,
    /^✓ ACCEPTED {2}leaks · .* accepted: accepted on \d{4}-\d\d-\d\d: say why/,
  );
  const [entry] = JSON.parse(readFileSync(baselineFile, 'utf8')) as BaselineEntry[];
  assert.ok(entry);
  writeFileSync(baselineFile, JSON.stringify([{ ...entry, reason: 'fixed in 2.0' }]));
  const accepted = await runCli([...leak, '--reporter=github'], { cwd: checks });
  assert.equal(accepted.code, 0, accepted.stderr);
  assert.match(accepted.stdout, /^::notice .*::fixed in 2\.0\n1 check: 1 accepted\n$/);
  writeFileSync(baselineFile, JSON.stringify([{ ...entry, reason: '' }]));
  const refused = await runCli(leak, { cwd: checks });
  assert.equal(refused.code, 64);
  assert.match(refused.stderr, /entry 1 .* has no reason: say in "reason" why/);
});

test('the parts of a matrix are merged to what one run would have said', async () => {
  const parts = [1, 2].map((index) => join(folder, `part${index}.json`));
  for (const [at, part] of parts.entries()) {
    const shard = { index: at + 1, count: 2 };
    const own = report.checks.filter((_check, index) => index % 2 === at);
    writeFileSync(part, JSON.stringify({ ...report, checks: own, shard }));
  }
  const json = await runCli(['merge', 'part*.json', '--json', '-'], { cwd: folder });
  assert.equal(json.code, 1, json.stderr);
  assert.deepEqual(JSON.parse(json.stdout), report);
  const junit = await runCli(['merge', ...parts, '--reporter', 'junit'], { cwd: folder });
  assert.match(junit.stdout, /<testsuites name="leak-loop" tests="4" failures="1" errors="1"/);
  const half = await runCli(['merge', parts[0]!], { cwd: folder });
  assert.equal(half.code, 64);
  assert.match(half.stderr, /The results of --shard 2\/2 are missing/);
});

test('what a merge has written into the folder of the parts is no part of the next one', async () => {
  const parts = join(folder, 'parts');
  mkdirSync(parts);
  writeFileSync(join(parts, 'part.json'), JSON.stringify(report));
  const words = ['merge', 'parts', '--json', 'parts/merged.json'];
  const merged = async (): Promise<unknown> => {
    const { code, stderr } = await runCli(words, { cwd: folder });
    assert.equal(code, 1, stderr);
    return JSON.parse(readFileSync(join(parts, 'merged.json'), 'utf8'));
  };
  assert.deepEqual([await merged(), await merged()], [report, report]);
});

test('a check that is none, and no check at all, are told with the remedy', async () => {
  const none = await runCli(['check', folder]);
  assert.equal(none.code, 64);
  assert.match(none.stderr, /No leak check is named by /);
  const bad = join(folder, 'bad.leak.mjs');
  writeFileSync(bad, 'export const run = () => 1;\nexport const options = { calls: 3 };\n');
  const unknown = await runCli(['check', bad]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stdout, /has the option "calls", which there is not: options are maxCalls,/);
  writeFileSync(bad, 'export const runs = () => 1;\n');
  assert.match((await runCli(['check', bad])).stdout, /exports neither run nor a default function/);
});

test('with --tests each test gets its verdict, those that are skipped left out, and one that leaks after others have shared its process', async () => {
  const file = join(folder, 'tests.json');
  const words = [
    'check',
    '--tests',
    'node/sessions.test.mjs',
    '--max-calls',
    '1500',
    '--json',
    file,
  ];
  const { code, stderr } = await runCli(words, { cwd: join(process.cwd(), 'test', 'runners') });
  assert.equal(code, 1, stderr);
  assert.deepEqual(leaksIn(file), [
    ['know the user > by name', false],
    ['know the user', false],
    ['are new for each login', true],
  ]);
});

test('with --tests mocha and vitest are asked with their own configuration, and TypeScript is told in its own lines', async () => {
  const file = join(folder, 'configured.json');
  const words = ['check', '--tests', 'mocha-typescript', 'vitest/*.spec.ts', '--max-calls', '63'];
  const runners = join(process.cwd(), 'test', 'runners');
  const { code, stderr } = await runCli([...words, '--json', file], { cwd: runners });
  assert.equal(code, 1, stderr);
  assert.deepEqual(leaksIn(file), [
    ['users > are found', false],
    ['users > stay listed', true],
    ['users > are greeted', true],
    ['makes mocks', false],
    ['cleans up when it is over', false],
    ['leaks beside a mock', true],
    ['know bob', false],
    ['know carl', false],
    ['are new for each login', true],
    ['keeps what it makes while timers are fake', true],
  ]);
  const { checks: judged } = reportIn(file);
  assert.deepEqual(
    judged.flatMap(({ report }) =>
      (report?.suspects ?? []).map(({ growthSite }) => {
        const { file: inFile, line } = growthSite!.location;
        return readFileSync(inFile, 'utf8').split('\n')[line - 1]?.trim();
      }),
    ),
    [
      'listed.add(user); // lists',
      'greeted.push({ name: `${person.name}!` }); // greets',
      'open.add(session); // grows',
      'open.add(session); // grows',
      'kept.push({ at: Date.now() });',
    ],
  );
  assert.match(judged.at(-1)!.report!.warnings.join(), /^Timers are still fake/);
});

test('with --tests each row of a table is a test of its own, at the place where it begins', async () => {
  const file = join(folder, 'rows.json');
  const words = ['check', '--tests', 'jest', '--max-calls', '63', '--json', file];
  const { code, stderr } = await runCli(words, { cwd: join(process.cwd(), 'test', 'runners') });
  assert.equal(code, 1, stderr);
  assert.deepEqual(leaksIn(file), [
    ['know ada at place 1', false],
    ['know bob at place 2', false],
    ['are new for each login', true],
  ]);
  const lines = reportIn(file).checks.map(({ report }) => report?.function.location.line);
  assert.deepEqual(lines, [16, 17, 24]);
});

test('with --tests one that fails is told as failing, one that ends its process keeps what was measured, and others are judged', async () => {
  const own = mkdtempSync(join(tmpdir(), 'leak-loop-failing-'));
  after(() => rmSync(own, { recursive: true }));
  writeFileSync(join(own, 'some.test.mjs'), failingTests);
  const file = join(own, 'failing.json');
  const words = ['check', '--tests', own, '--max-calls', '63', '--json', file];
  const { code, stdout } = await runCli(words);
  assert.equal(code, 2, stdout);
  const [fails, ends, fine] = reportIn(file).checks;
  assert.equal(fails?.failure?.code, 'throws-at-once');
  assert.match(
    fails.failure.message,
    /threw: no luck \(.*some\.test\.mjs:3:\d+\)\. Let the test pass/,
  );
  assert.equal(ends?.report?.verdict, 'unclear');
  assert.ok(ends.report.loop.batches.length > 0);
  assert.match(ends.report.reason, /node:test exited with code 3 while the test was called again/);
  assert.doesNotMatch(ends.report.warnings.join(), /no luck/, 'that was printed by another test');
  assert.equal(fine?.report?.verdict, 'clean');
});

const failingTests = `
import { test } from 'node:test';
test('fails', () => { throw new Error('no luck'); });
let runs = 0;
test('ends its process', () => { if (++runs > 70) process.exit(3); });
test('is fine', () => {});
`;

function leaksIn(file: string): readonly (readonly [string, boolean])[] {
  return reportIn(file).checks.map(({ name, report }) => [
    name.replace('sessions > of one user > ', ''),
    report?.verdict === 'leak',
  ]);
}
