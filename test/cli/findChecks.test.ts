import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import test, { after } from 'node:test';
import { findChecks, shardOf } from '../../src/cli/findChecks';
import { UsageError } from '../../src/errors';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'leak-loop-find-')));
after(() => rmSync(folder, { recursive: true }));

function put(path: string, text = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

for (const path of [
  'b.leak.js',
  'a/[id].leak.mjs',
  'a/i.leak.mjs',
  'a/deep/c.leak.cts',
  'a/helper.js',
  'a/types.leak.d.ts',
  'node_modules/p/d.leak.js',
  'a/node_modules/p/e.leak.js',
  '.hidden/f.leak.js',
]) {
  put(path);
}

async function found(...patterns: string[]): Promise<string[]> {
  const files = await findChecks(patterns, folder);
  return files.map((file) => relative(folder, file));
}

test('all checks below the working folder, but none of packages and hidden folders', async () => {
  assert.deepEqual(await found(), [
    'a/[id].leak.mjs',
    'a/deep/c.leak.cts',
    'a/i.leak.mjs',
    'b.leak.js',
  ]);
});

test('files, folders and globs name them; a name that exists is no glob', async () => {
  assert.deepEqual(await found('a/[id].leak.mjs'), ['a/[id].leak.mjs']);
  assert.deepEqual(await found('a/[i].leak.mjs'), ['a/i.leak.mjs']);
  assert.deepEqual(await found('a/deep'), ['a/deep/c.leak.cts']);
  assert.deepEqual(await found('a/**/*.leak.{cts,mjs}', 'b.leak.js', './b.leak.js'), [
    'a/[id].leak.mjs',
    'a/deep/c.leak.cts',
    'a/i.leak.mjs',
    'b.leak.js',
  ]);
  assert.deepEqual(await found('a/*'), ['a/[id].leak.mjs', 'a/i.leak.mjs'], 'checks alone');
  assert.deepEqual(await found('node_modules/p/d.leak.js'), ['node_modules/p/d.leak.js']);
});

test('what names nothing is told, with the remedy', async () => {
  mkdirSync(join(folder, 'empty'));
  const rejects = (patterns: string[], cwd: string, message: RegExp) =>
    assert.rejects(findChecks(patterns, cwd), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  await rejects(
    [],
    join(folder, 'empty'),
    /^There is no leak check below .* exports a function run/,
  );
  await rejects(['b.leak.js', 'none/*.leak.js'], folder, /No leak check is named by none\/\*/);
  await rejects(['nowhere.leak.js'], folder, /No leak check is named by nowhere\.leak\.js/);
  await rejects(['a/helper.js'], folder, /helper\.js is no leak check: its name must end in/);
});

test('the compiled output of a TypeScript check is not judged besides', async () => {
  put('typed/src/t.leak.ts', 'export function run(): void {}\n');
  put('typed/dist/t.leak.js', 'export function run() {}\n//# sourceMappingURL=t.leak.js.map\n');
  const map = { version: 3, sources: ['../src/t.leak.ts'], names: [], mappings: 'AAAA' };
  put('typed/dist/t.leak.js.map', JSON.stringify(map));
  put('typed/package.json', '{}');
  put('typed/tsconfig.json', '{ "compilerOptions": { "rootDir": "src", "outDir": "dist" } }');
  put('typed/dist/other.leak.js');
  assert.deepEqual(await found('typed'), ['typed/dist/other.leak.js', 'typed/src/t.leak.ts']);
});

test('every check is in exactly one part, and the parts are as large as each other', () => {
  const files = Array.from({ length: 11 }, (_, index) => `${index}.leak.js`);
  const parts = [1, 2, 3, 4].map((index) => shardOf(files, { index, count: 4 }));
  assert.deepEqual(parts.flat().sort(), [...files].sort());
  assert.deepEqual(
    parts.map(({ length }) => length),
    [3, 3, 3, 2],
  );
  assert.deepEqual(shardOf(files, undefined), files);
});
