import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import test, { after } from 'node:test';
import { checkUnits } from '../../src/cli/checkUnits';
import type { CheckCommand } from '../../src/cli/parseCheck';
import { UsageError } from '../../src/errors';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'leak-loop-units-')));
after(() => rmSync(folder, { recursive: true }));

const globals = `it('is so', () => {});`;
for (const [path, text] of [
  ['mocha/package.json', '{"devDependencies":{"mocha":"12"}}'],
  ['mocha/test/sessions.js', globals],
  ['mocha/test/deep/users.js', globals],
  ['mocha/test/helper.js', 'exports.it = 1;'],
  ['mocha/checks/sessions-check.js', globals],
  ['mocha/checks/README.md', globals],
  ['jest/package.json', '{"devDependencies":{"jest":"30"}}'],
  ['jest/src/__tests__/sessions.tsx', globals],
  ['jest/test/sessions.js', globals],
  ['jest/src/sessions.spec.ts', globals],
  ['node/package.json', '{}'],
  ['node/sessions-test.mjs', `import { it } from 'node:test'; ${globals}`],
  ['node/test-users.mjs', `import { it } from 'node:test'; ${globals}`],
  ['node/sessions.mjs', `import { it } from 'node:test'; ${globals}`],
  ['node/contest.mjs', globals],
] as const) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function units(...patterns: string[]): Promise<string[]> {
  const found = await checkUnits({ patterns, tests: true } as unknown as CheckCommand, folder);
  return found.map(({ file }) => relative(folder, file));
}

test('in a folder the tests are found where its runner looks for them', async () => {
  assert.deepEqual(await units('mocha'), ['mocha/test/deep/users.js', 'mocha/test/sessions.js']);
  assert.deepEqual(await units('jest'), [
    'jest/src/__tests__/sessions.tsx',
    'jest/src/sessions.spec.ts',
  ]);
  assert.deepEqual(await units('node'), ['node/sessions-test.mjs', 'node/test-users.mjs']);
});

test('of a glob all files are meant that have tests of some runner, whatever their names', async () => {
  assert.deepEqual(await units('mocha/{test,checks}/*'), [
    'mocha/checks/sessions-check.js',
    'mocha/test/sessions.js',
  ]);
  assert.deepEqual(await units('jest/**/*.js'), ['jest/test/sessions.js']);
  assert.deepEqual(await units('node/s*.mjs'), ['node/sessions-test.mjs', 'node/sessions.mjs']);
  await assert.rejects(units('node/contest*'), UsageError, 'nothing tells what would run it');
});
