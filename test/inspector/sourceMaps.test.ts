import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { SourceMaps } from '../../src/inspector/source/sourceMaps';
import { textOf } from '../../src/core/report/sentence';

const map = (source: string): string => {
  const { sourceMapText } = ts.transpileModule('export const a: number = 1;\n', {
    fileName: source,
    compilerOptions: { sourceMap: true, module: ts.ModuleKind.ESNext },
  });
  return JSON.stringify({ ...(JSON.parse(sourceMapText!) as object), sources: [source] });
};

test('a map next to the script is read once, its sources are relative to it', async (t) => {
  const folder = project(t);
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'a.js.map'), map('../src/a%20b.ts'));
  const maps = new SourceMaps();
  const script = { url: pathToFileURL(join(folder, 'dist/a.js')).href, sourceMapURL: 'a.js.map' };
  const mapping = await maps.load(script);
  assert.deepEqual(mapping?.files, [join(folder, 'src', 'a b.ts')]);
  assert.equal(await maps.load(script), mapping);
  assert.deepEqual(maps.warnings, []);
});

test('inline maps are read, base64 and not; absolute sources stay', async () => {
  const json = map('/abs/ä.ts');
  const base64 = Buffer.from(json).toString('base64');
  const maps = new SourceMaps();
  for (const sourceMapURL of [
    `data:application/json;base64,${base64}`,
    `data:application/json;charset=utf-8;base64,${base64}`,
    `data:application/json,${encodeURIComponent(json)}`,
  ]) {
    const mapping = await maps.load({ url: '/project/dist/a.js', sourceMapURL });
    assert.deepEqual(mapping?.files, ['/abs/ä.ts'], sourceMapURL);
    assert.deepEqual(mapping.locationOf('/project/dist/a.js', { line0: 0, column0: 13 }), {
      file: '/abs/ä.ts',
      line: 1,
      column: 14,
      generated: { file: '/project/dist/a.js', line: 1, column: 14 },
    });
  }
});

test('a map that is missing or broken is no map, and a warning', async (t) => {
  const folder = project(t);
  writeFileSync(join(folder, 'broken.map'), '{');
  writeFileSync(join(folder, 'other.map'), '{"version":3}');
  const url = pathToFileURL(join(folder, 'a.js')).href;
  const maps = new SourceMaps();
  for (const sourceMapURL of ['gone.map', 'broken.map', 'other.map', 'https://example.org/a.map']) {
    assert.equal(await maps.load({ url, sourceMapURL }), undefined);
  }
  assert.equal(await maps.load({ url, sourceMapURL: '' }), undefined);
  assert.equal(await maps.load({ url: 'node:events' }), undefined);
  assert.match(textOf(maps.warnings[0]!), /^source map missing: .*gone\.map of .*a\.js; /);
  assert.match(textOf(maps.warnings[1]!), /^source map unreadable: .*broken\.map .*JSON/);
  assert.match(textOf(maps.warnings[2]!), /^source map unreadable: .*other\.map .*no.* source map/);
  assert.match(textOf(maps.warnings[3]!), /^source map missing: https:/);
  assert.equal(maps.warnings.length, 4);
});

function project(t: test.TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'leak-loop-maps-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}
