import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { findTestRunner, isTestOf } from '../../src/runners/findTestRunner';
import { jest } from '../../src/runners/jest';
import { mocha } from '../../src/runners/mocha';
import { nodeTest } from '../../src/runners/nodeTest';
import type { TestRunner } from '../../src/runners/testRunner';
import { vitest } from '../../src/runners/vitest';

function project(t: TestContext, files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'leak-loop-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
  }
  return folder;
}

async function found(folder: string, file: string, text: string): Promise<unknown[]> {
  const { runner, folder: at } = (await findTestRunner(join(folder, file), text)) ?? {};
  return [runner?.name, at];
}

test('a file that imports its functions is run by what they come from, in the project that has it', async (t) => {
  const folder = project(t, {
    'package.json': { devDependencies: { vitest: '4', jest: '30' } },
    'packages/a/package.json': { name: 'a' },
  });
  const file = 'packages/a/src/a.test.ts';
  assert.deepEqual(await found(folder, file, `import { it } from 'vitest';`), ['vitest', folder]);
  assert.deepEqual(await found(folder, file, `const { test } = require("node:test");`), [
    'node:test',
    join(folder, 'packages/a'),
  ]);
});

test('a file that imports none is run by what the nearest project has, and of several by what npm test names', async (t) => {
  const folder = project(t, {
    'package.json': { devDependencies: { mocha: '12' } },
    'a/package.json': {
      devDependencies: { jest: '30', mocha: '12' },
      scripts: { test: 'nyc mocha' },
    },
    'b/package.json': {},
    'b/jest.config.js': '',
    'c/package.json': {},
  });
  assert.deepEqual(await found(folder, 'a/x.test.js', ''), ['mocha', join(folder, 'a')]);
  assert.deepEqual(await found(folder, 'b/x.test.js', ''), ['jest', join(folder, 'b')]);
  assert.deepEqual(await found(folder, 'c/x.test.js', ''), ['mocha', folder]);
});

test('of several that are installed, a file that imports none is not run by the one whose functions are imported, unless it is configured', async (t) => {
  const devDependencies = { vitest: '4', mocha: '12' };
  const folder = project(t, {
    'a/package.json': { devDependencies },
    'b/package.json': { devDependencies },
    'b/vitest.config.ts': '',
    'c/package.json': { devDependencies: { vitest: '4' } },
  });
  const text = "describe('basket', () => { it('adds', () => {}); });";
  assert.deepEqual(await found(folder, 'a/x.spec.js', text), ['mocha', join(folder, 'a')]);
  assert.deepEqual(await found(folder, 'b/x.spec.js', text), ['vitest', join(folder, 'b')]);
  assert.deepEqual(await found(folder, 'c/x.spec.js', text), ['vitest', join(folder, 'c')]);
});

test('a configuration in package.json tells as much as one in a file', async (t) => {
  const folder = project(t, {
    'package.json': { devDependencies: { vitest: '5', jest: '30', mocha: '12' } },
    'a/package.json': { mocha: { require: 'ts-node/register' } },
    'b/package.json': { jest: { testEnvironment: 'node' } },
    'c/package.json': { mocha: { require: './test/setup.js' } },
  });
  assert.deepEqual(await found(folder, 'a/x.test.js', ''), ['mocha', join(folder, 'a')]);
  assert.deepEqual(await found(folder, 'b/x.test.js', ''), ['jest', join(folder, 'b')]);
  assert.equal(await mocha.loadsTypeScript(join(folder, 'a')), true);
  assert.equal(await mocha.loadsTypeScript(join(folder, 'b')), false);
  assert.equal(await mocha.loadsTypeScript(join(folder, 'c')), false);
});

test('a workspace tests with what its npm test names, and its root has installed; a global tells as much', async (t) => {
  const folder = project(t, {
    'package.json': { devDependencies: { vitest: '5', jest: '30', mocha: '12' } },
    'a/package.json': { scripts: { test: 'jest --coverage' } },
    'b/package.json': { scripts: { test: 'node scripts/mochawesome.js' } },
  });
  assert.deepEqual(await found(folder, 'a/x.test.js', ''), ['jest', join(folder, 'a')]);
  assert.deepEqual(await found(folder, 'b/x.test.js', ''), ['jest', folder]);
  const spied = `it('tells', () => { jest.spyOn(console, 'log'); });`;
  assert.deepEqual(await found(folder, 'b/x.test.js', spied), ['jest', folder]);
  assert.deepEqual(await found(folder, 'a/x.test.js', 'const f = vi.fn();'), ['vitest', folder]);
});

test('a file is a test by its path where the runner of its project looks for tests', () => {
  const isOf = (runner: TestRunner, path: string): boolean =>
    isTestOf({ runner, folder: join('/shop') }, join('/shop', path));
  assert.ok(isOf(mocha, 'test/sessions.js') && !isOf(mocha, 'src/test/sessions.js'));
  assert.ok(isOf(jest, 'src/__tests__/sessions.js') && !isOf(jest, 'test/sessions.js'));
  assert.ok(isOf(nodeTest, 'lib/test-sessions.js') && !isOf(nodeTest, 'lib/latest.js'));
  assert.ok(isOf(vitest, 'sessions.spec.ts') && !isOf(vitest, 'test/sessions.ts'));
});

test('where nothing tells, there is no runner', async (t) => {
  const folder = project(t, { 'package.json': {} });
  assert.equal((await found(folder, 'x.test.js', 'it()'))[0], undefined);
});
