import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { LeakReport, Suspect } from '../../src/core/report/report';
import { diagnose, type LaunchTarget, type NamedTest } from '../../src/diagnose';
import { diagnoseTests, type JudgedTest } from '../../src/diagnoseTests';
import { UserError } from '../../src/errors';
import { assertValidReport } from '../core/validateReport';
import { installedNodes } from '../installedNodes';

const folder = join(__dirname, '..', 'test', 'runners');
const leaking = 'are new for each login';
const full = (title: string): string => `sessions > of one user > ${title}`;

for (const { runner, file, module, clean, at = clean, testName } of [
  { runner: 'node:test', file: 'node/sessions.test.mjs', clean: 'know the user' },
  { runner: 'mocha', file: 'mocha/sessions.test.js', clean: 'know the user' },
  { runner: 'jest', file: 'jest/sessions.test.js', clean: 'know bob at place 2', at: `['bob', 2]` },
  {
    runner: 'vitest',
    file: 'vitest/sessions.spec.ts',
    module: 'vitest/sessions.ts',
    clean: 'know carl',
    at: 'know ${name}',
    testName: 'know carl',
  },
]) {
  test(`a test of ${runner} that leaves a session behind leaks it, at the line of the module that keeps it`, async () => {
    const report = await loop(file, leaking);
    assert.equal(report.verdict, 'leak', report.reason);
    assert.equal(report.function.kind, 'test');
    assert.equal(report.function.name, full(leaking));
    assert.deepEqual(report.function.location, { ...placeOf(file, leaking), column: 5 });
    const [suspect] = report.suspects;
    assert.equal(suspect?.type.name, 'Session');
    const { file: inFile, line } = suspect.growthSite!.location;
    assert.deepEqual({ file: inFile, line }, placeOf(module ?? 'sessions.js', '// grows'));
  });

  test(`a test of ${runner} whose hooks clean up after it is clean`, async () => {
    const report = await loop(file, at, testName);
    assert.ok(['clean', 'bounded'].includes(report.verdict), report.reason);
    assert.equal(report.function.name, full(clean));
    assert.equal(report.loop.threw, undefined);
    assert.deepEqual(report.warnings, []);
  });
}

/** Subtests, plans, hooks with callbacks, mocks: what our hold on node:test rests on is private to each Node. */
for (const { name, executable } of installedNodes().filter(({ name }) => name !== 'running')) {
  test(`all forms of tests of node:test are looped, and one that leaks is told from the others, on ${name}`, async () => {
    const judged = await judgedTests('node/forms.test.mjs', { node: executable }, 15);
    assert.deepEqual(judged, [
      ['mocks, waits and plans > in a subtest', 'clean'],
      ['mocks, waits and plans', 'clean'],
      ['forms > inner > have hooks', 'clean'],
      ['forms > inner > keep', 'leak'],
    ]);
  });
}

const node24 = installedNodes().find(({ name }) => name === 'node-24')?.executable;

for (const { runner, file, node, warns, isAlone = false } of [
  {
    runner: 'jest, through its transform',
    file: 'jest-typescript/users.test.ts',
    node: process.execPath,
    warns: true,
  },
  {
    runner: 'node:test, by tsx',
    file: 'node/users.test.ts',
    node: process.execPath,
    warns: false,
  },
  {
    runner: 'node:test, by a Node that takes it',
    file: 'node/users.test.ts',
    node: node24,
    warns: false,
    isAlone: true,
  },
]) {
  const skip = node === undefined ? 'there is no Node 24' : false;
  test(
    `TypeScript tests of ${runner}: each of two that leak has the line of its own, and one that uses their holder before is clean`,
    { skip },
    async (t) => {
      const base = isAlone ? copyOf(t, [file, 'users.ts']) : folder;
      const outcomes = await outcomesOf(file, { node: node! }, 63, base);
      const reports = outcomes.map((each) => {
        assert.ok('report' in each, `${each.name}: ${String('error' in each && each.error)}`);
        return each.report;
      });
      const told = ['are found', 'stay listed', 'are greeted'].map((title, at) => {
        assert.deepEqual(reports[at]?.function.location, {
          ...placeOf(file, title, base),
          column: 3,
        });
        return [title, verdictOf(reports[at]), reports[at].suspects.map(lineOf)];
      });
      const [lists, greets] = ['// lists', '// greets'].map((text) =>
        placeOf('users.ts', text, base),
      );
      assert.deepEqual(told, [
        ['are found', 'clean', []],
        ['stay listed', 'leak', [lists]],
        ['are greeted', 'leak', [greets]],
      ]);
      for (const { warnings } of reports) {
        assert.equal(
          warnings.some((text) => text.startsWith('Timers are still fake')),
          warns,
        );
      }
    },
  );
}

/** Where we hold it, and where it keeps mocks, is private to each vitest. */
for (const version of ['vitest-1', 'vitest-3', 'vitest', 'vitest-5']) {
  test(`all forms of tests of vitest are looped, mocks let go of, and a variable of a module has its name: ${version}`, async (t) => {
    const base = copyOf(t, ['vitest']);
    mkdirSync(join(base, 'node_modules'));
    symlinkSync(join(folder, 'node_modules', version), join(base, 'node_modules', 'vitest'));
    const outcomes = await outcomesOf('vitest/forms.spec.ts', {}, 63, base);
    const told = outcomes.map((each) => {
      assert.ok('report' in each, `${each.name}: ${String('error' in each && each.error)}`);
      const { verdict, suspects } = each.report;
      return [verdict === 'leak', suspects.map(({ leakRoot }) => leakRoot.name)];
    });
    assert.deepEqual(told, [
      [false, []],
      [false, []],
      [true, ['open']],
    ]);
  });
}

for (const file of ['node/timers.test.mjs', 'mocha/timers.test.js']) {
  test(`fake timers that a test leaves on keep nobody from looping it, and are told: ${file}`, async () => {
    const report = await loop(file, 'while timers are fake');
    assert.equal(report.verdict, 'leak', report.reason);
    assert.deepEqual(lineOf(report.suspects[0]!), placeOf(file, 'kept.push'));
    assert.match(report.warnings.join(), /^Timers are still fake/);
  });
}

function lineOf({ growthSite }: Suspect): unknown {
  const { file, line } = growthSite!.location;
  return { file, line };
}

test('a test that is skipped is said not to have been run', async () => {
  await assert.rejects(loop('node/sessions.test.mjs', 'are never made here'), (error) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.code, 'test-not-reached');
    assert.match(error.message, /node:test exited with code 0 before it\. It may be skipped/);
    return true;
  });
});

test('of several tests that a loop makes at one place, it is told that the first was looped', async (t) => {
  const own = mkdtempSync(join(tmpdir(), 'leak-loop-tests-'));
  t.after(() => rmSync(own, { recursive: true }));
  const file = join(own, 'users.test.mjs');
  writeFileSync(file, inLoop);
  const report = await diagnose({
    function: { file, at: { kind: 'position', line: 5 } },
    target: { kind: 'launch' },
    limits: { maxCalls: 15 },
  });
  assert.equal(report.function.name, 'users > knows ann');
  assert.match(report.warnings.join(), /is one of 2 tests that are made at this place/);
});

for (const [runner, file] of [
  ['jest', 'rows/users.test.js'],
  ['vitest', 'rows/users.spec.js'],
] as const) {
  test(`of the tests of ${runner} that a table of describes makes, the one is looped that is named with what it is in`, async () => {
    const at = { ...placeOf(file, `it('is kept'`), kind: 'position' } as const;
    const kept = await looped(at, { path: ['the view', 'users.js', 'bob', 'is kept'] });
    assert.equal(kept.function.name, 'bob > is kept');
    assert.equal(kept.verdict, 'leak', kept.reason);
    assert.deepEqual(kept.warnings, []);
    const asWritten = await looped(at, { path: ['%s', 'is kept'] }, 3);
    assert.equal(asWritten.function.name, 'ann > is kept');
    assert.match(asWritten.warnings.join(), /ann > is kept is one of 3 tests that are made at/);
  });
}

test('of several tests whose names are the same, that of the number is looped', async () => {
  const at = { ...placeOf('rows/users.test.js', `it('is kept'`), kind: 'position' } as const;
  const report = await looped(at, { path: ['bob', 'is kept'], number: 2 });
  assert.equal(report.function.name, 'bob > is kept');
  assert.match(report.verdict, /clean|bounded/, 'only the first one keeps its user');
});

function looped(
  { file, ...at }: { readonly kind: 'position'; readonly file: string; readonly line: number },
  named: NamedTest,
  maxCalls = 31,
): Promise<LeakReport> {
  return diagnose({
    function: { file, at: { ...at, test: named } },
    target: { kind: 'launch' },
    limits: { maxCalls },
  });
}

const inLoop = `
import { describe, test } from 'node:test';
describe('users', () => {
  for (const name of ['ann', 'bob']) {
    test('knows ' + name, () => name.length);
  }
});
`;

/** All tests of a file with their verdicts; `bounded` counts as clean, and what failed is its message. */
async function judgedTests(
  file: string,
  target: Omit<LaunchTarget, 'kind'>,
  maxCalls: number,
): Promise<readonly (readonly [string, string])[]> {
  const outcomes = await outcomesOf(file, target, maxCalls);
  return outcomes.map(({ name, ...outcome }) => [
    name,
    'report' in outcome ? verdictOf(outcome.report) : String(outcome.error),
  ]);
}

async function outcomesOf(
  file: string,
  target: Omit<LaunchTarget, 'kind'>,
  maxCalls: number,
  base = folder,
): Promise<readonly JudgedTest[]> {
  const judged: JudgedTest[] = [];
  const request = { file: join(base, file), limits: { maxCalls }, screens: true };
  const tests = diagnoseTests(
    { ...request, target: { kind: 'launch', ...target } },
    {},
    AbortSignal.timeout(120_000),
  );
  for await (const each of tests) judged.push(each);
  return judged;
}

function verdictOf({ verdict, loop: { threw } }: LeakReport): string {
  if (threw !== undefined) return `threw: ${threw.first.message}`;
  return verdict === 'bounded' ? 'clean' : verdict;
}

/** The test whose title, or whose row, is on the line. */
async function loop(file: string, title: string, testName?: string): Promise<LeakReport> {
  const { file: path, line } = placeOf(file, title);
  const named = testName === undefined ? {} : { test: { path: [testName] } };
  const report = await diagnose(
    {
      function: { file: path, at: { kind: 'position', line, ...named } },
      target: { kind: 'launch' },
      limits: { maxCalls: 63 },
    },
    {},
    AbortSignal.timeout(120_000),
  );
  assertValidReport(report);
  return report;
}

/** These files where no package is, tsx among them. */
function copyOf(t: TestContext, files: readonly string[]): string {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'leak-loop-tests-')));
  t.after(() => rmSync(base, { recursive: true }));
  for (const file of files) cpSync(join(folder, file), join(base, file), { recursive: true });
  return base;
}

function placeOf(
  file: string,
  text: string,
  base = folder,
): { readonly file: string; readonly line: number } {
  const path = join(base, file);
  const lines = readFileSync(path, 'utf8').split('\n');
  return { file: path, line: 1 + lines.findIndex((line) => line.includes(text)) };
}
