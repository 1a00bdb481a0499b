import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import type { CheckReport } from '../../src/core/report/checkResult';
import type { FunctionKind } from '../../src/core/report/report';
import { leakCheckText } from '../../src/extension/leakChecks/leakCheckText';
import { assertValidCheckReport } from '../core/validateCheckReport';
import { installedNodes } from '../installedNodes';
import { runCli } from './runCli';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'leak-loop-generated-')));
after(() => rmSync(folder, { recursive: true }));

/** Runs TypeScript as it is. */
const node24 = installedNodes().find(({ name }) => name === 'node-24')?.executable;
const skip = node24 === undefined ? 'there is no Node 24' : false;

const looped: readonly {
  readonly file: string;
  readonly text: string;
  readonly name: string;
  readonly className?: string;
  readonly callArguments?: string;
}[] = [
  {
    file: 'pool.js',
    text: `class Pool {\n  items = [];\n  take(id) {\n    this.items.push({ id });\n  }\n}\nmodule.exports = { Pool };\n`,
    name: 'take',
    className: 'Pool',
  },
  {
    file: 'users.mjs',
    text: `const users = [];\nexport function add(id) {\n  users.push({ id });\n}\n`,
    name: 'add',
    callArguments: '[i]',
  },
  {
    file: 'notes.cts',
    text: `const notes: object[] = [];\nexports.note = function note(text: string): void {\n  notes.push({ text });\n};\n`,
    name: 'note',
    callArguments: '["note " + i]',
  },
  {
    file: 'sums.mts',
    text: `export function sum(values: readonly number[]): number {\n  return values.reduce((all, each) => all + each, 0);\n}\n`,
    name: 'sum',
    callArguments: '[[1, 2, 3]]',
  },
];

/** As Create Leak Check does after a run. */
function create({ file, text, name, className, callArguments }: (typeof looped)[number]): void {
  const program = join(folder, file);
  writeFileSync(program, text);
  const before = text.slice(0, text.search(new RegExp(`\\b${name}\\(`))).split('\n');
  const kind: FunctionKind = className === undefined ? 'function' : 'method';
  const check = leakCheckText({
    description: {
      name,
      kind,
      ...(className === undefined ? {} : { className }),
      location: { file: program, line: before.length, column: before.at(-1)!.length + 1 },
    },
    request: { program, maxCalls: 63, ...(callArguments === undefined ? {} : { callArguments }) },
    text,
  });
  assert.ok(check !== undefined, file);
  writeFileSync(join(folder, check.fileName), check.text);
}

test(
  'created leak checks of a method, an ES module and TypeScript are run in the parts of a matrix, and merged',
  { skip },
  async () => {
    for (const each of looped) create(each);
    const words = ['check', '--node', node24!];
    const [one, two] = [1, 2].map((part) => join(folder, `part${String(part)}.json`));
    const json = ['--json', one!, '--reporter', 'json', '--shard', '1/2'];
    const first = await runCli([...words, ...json], { cwd: folder });
    const junit = ['--json', two!, '--reporter', 'junit', '--shard', '2/2'];
    const second = await runCli([...words, ...junit], { cwd: folder });
    assert.deepEqual([first.stderr, second.stderr], ['', '']);
    assert.deepEqual([first.code, second.code], [1, 1]);
    assert.deepEqual(JSON.parse(first.stdout), reportIn(one!), 'the reporter prints the same');
    assert.match(second.stdout, /<testsuites name="leak-loop" tests="2" failures="1" errors="0"/);
    const merged = await runCli(['merge', one!, two!, '--json', '-'], { cwd: folder });
    assert.equal(merged.code, 1, merged.stderr);
    assert.deepEqual(verdictsIn(JSON.parse(merged.stdout) as CheckReport), [
      ['Pool.take', 'leak', 'this.items.push({ id });'],
      ['add', 'leak', 'users.push({ id });'],
      ['note', 'leak', 'notes.push({ text });'],
      ['sum', 'clean', undefined],
    ]);
  },
);

test('the test files of a suite are divided among the parts of a matrix, and merged', async () => {
  const parts = [];
  for (const [at, name] of ['a', 'b'].entries()) {
    const text = `import { test } from 'node:test';\ntest('is fine in ${name}', () => {});\n`;
    writeFileSync(join(folder, `${name}.test.mjs`), text);
    parts.push({ shard: `${String(at + 1)}/2`, file: join(folder, `tests${name}.json`) });
  }
  for (const { shard, file } of parts) {
    const words = ['check', '--tests', '*.test.mjs', '--max-calls', '31', '--shard', shard];
    const { code, stderr } = await runCli([...words, '--json', file], { cwd: folder });
    assert.equal(code, 0, stderr);
  }
  const files = parts.map(({ file }) => file);
  const merged = await runCli(['merge', ...files, '--json', '-'], { cwd: folder });
  const { checks } = JSON.parse(merged.stdout) as CheckReport;
  assert.deepEqual(
    checks.map(({ name }) => name),
    ['is fine in a', 'is fine in b'],
  );
});

function reportIn(file: string): CheckReport {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  assertValidCheckReport(value);
  return value;
}

/** Each check with its verdict and the text of the line that adds. */
function verdictsIn({ checks }: CheckReport): unknown[] {
  return checks.map(({ name, report, failure }) => {
    const at = report?.suspects[0]?.growthSite?.location;
    const text = at && readFileSync(at.file, 'utf8').split('\n')[at.line - 1]?.trim();
    return [name, report?.verdict ?? failure?.message, text];
  });
}
