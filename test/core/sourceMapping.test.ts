import assert from 'node:assert/strict';
import test from 'node:test';
import { transformSync } from 'esbuild';
import { decodeDataUrl } from '../../src/core/source/dataUrl';
import { fileUrlToPath, isSameFile, pathToFileUrl } from '../../src/core/source/fileUrl';
import { parseScript } from '../../src/core/source/script';
import { SourceMapping } from '../../src/core/source/sourceMapping';
import { TextLines } from '../../src/core/source/textLines';

const source = `type A = number;
export function first(a: A): A {
  return a + 1;
}

export const second = (): string => 'x';
`;

function compiled(): { readonly text: string; readonly map: string } {
  const { code, map } = transformSync(source, {
    loader: 'ts',
    sourcemap: true,
    sourcefile: 'a.ts',
  });
  return { text: code, map };
}

test('positions go to the source and back', () => {
  const { text, map } = compiled();
  const mapping = SourceMapping.parse(map, '/p/a.js.map');
  const lines = new TextLines(text);
  const sourceLines = new TextLines(source);
  for (const word of ['first', 'return', 'second', "'x'"]) {
    const generated = lines.positionAt(text.replaceAll('"', "'").indexOf(word));
    const place = mapping.sourceAt(generated);
    assert.equal(place?.file, '/p/a.ts');
    assert.deepEqual(
      { line0: place.line0, column0: place.column0 },
      sourceLines.positionAt(source.indexOf(word)),
      word,
    );
    const back = mapping.generatedAt('/p/a.ts', place)!; // esbuild maps the indent of a statement
    const running = lines.lineText(back.line0).slice(back.column0).trimStart();
    assert.ok(running.replaceAll('"', "'").startsWith(word), running);
  }
});

test('a source line that nothing was made from runs where the next line does', () => {
  const { text, map } = compiled();
  const mapping = SourceMapping.parse(map, '/p/a.js.map');
  const at = mapping.generatedAt('/p/a.ts', { line0: 0, column0: 3 });
  assert.match(new TextLines(text).lineText(at!.line0), /function first/);
  assert.equal(mapping.generatedAt('/p/a.ts', { line0: 99, column0: 0 }), undefined);
  assert.equal(mapping.generatedAt('/p/b.ts', { line0: 0, column0: 0 }), undefined);
});

test('index maps are read, with the sources of every section', () => {
  const section = (line: number, file: string): object => ({
    offset: { line, column: 0 },
    map: { version: 3, sources: [file], names: [], mappings: 'AAAA' },
  });
  const map = { version: 3, sections: [section(0, 'a.ts'), section(5, '../b.ts')] };
  const mapping = SourceMapping.parse(JSON.stringify(map), 'file:///p/dist/all.js.map');
  assert.deepEqual(mapping.files, ['/p/dist/a.ts', '/p/b.ts']);
  assert.equal(mapping.sourceAt({ line0: 5, column0: 3 })?.file, '/p/b.ts');
});

test('a section that lies where no file has a line is no source map, and takes no memory', () => {
  const map: unknown = JSON.parse(compiled().map);
  for (const line of [2 ** 31, 1e300, -1, 0.5, null]) {
    const sections = [{ offset: { line, column: 0 }, map }];
    const text = JSON.stringify({ version: 3, sections });
    assert.throws(() => SourceMapping.parse(text, '/shop/a.js.map'), SyntaxError);
  }
});

test('sourceRoot, Windows paths and URLs of other schemes are resolved', () => {
  const files = (map: object, url: string): readonly string[] =>
    SourceMapping.parse(JSON.stringify({ version: 3, names: [], mappings: '', ...map }), url).files;
  assert.deepEqual(files({ sources: ['a.ts'], sourceRoot: '../src' }, '/p/dist/a.js.map'), [
    '/p/src/a.ts',
  ]);
  assert.deepEqual(files({ sources: ['C:\\p\\a.ts', 'b.ts'] }, 'C:\\p\\dist\\a.js.map'), [
    'C:\\p\\a.ts',
    'C:\\p\\dist\\b.ts',
  ]);
  assert.deepEqual(files({ sources: ['webpack://app/./src/a.ts'] }, '/p/a.js.map'), [
    'webpack://app/src/a.ts',
  ]);
});

test('text that no source has is shown as it runs', () => {
  const mapping = SourceMapping.parse(
    JSON.stringify({ version: 3, names: [], sources: ['a.ts'], mappings: ';AAAA,C' }),
    '/p/a.js.map',
  );
  assert.deepEqual(mapping.locationOf('/p/a.js', { line0: 0, column0: 4 }), {
    file: '/p/a.js',
    line: 1,
    column: 5,
  });
  assert.equal(mapping.sourceAt({ line0: 1, column0: 1 }), undefined);
});

test('file URLs and paths are the same thing twice', () => {
  for (const path of ['/p/a b#c?d%.ts', 'C:\\p\\ä.ts', '\\\\host\\share\\a.ts', '/p/ü.ts']) {
    assert.equal(fileUrlToPath(pathToFileUrl(path)), path);
  }
  assert.ok(isSameFile('c:\\p\\A.ts', 'file:///C:/p/A.ts'));
  assert.equal(isSameFile('/p/a.ts', '/p/A.ts'), false);
  assert.equal(fileUrlToPath('file:///p/100%.ts'), '/p/100%.ts');
  assert.equal(fileUrlToPath('node:events'), 'node:events');
  assert.equal(decodeDataUrl('data:,a%20b'), 'a b');
  assert.equal(decodeDataUrl('file:///a'), undefined);
});

test('lines end where V8 ends them', () => {
  const { lines } = parseScript('a;\r\nb;\rc;\u2028d;\ne;');
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'e'].map((name) => lines.positionAt(lines.text.indexOf(name)).line0),
    [0, 1, 2, 3, 4],
  );
  assert.equal(lines.lineText(0), 'a;');
  assert.equal(lines.offsetAt({ line0: 1, column0: 1 }), lines.text.indexOf('b') + 1);
  assert.equal(lines.offsetAt({ line0: 9, column0: 0 }), lines.text.length);
});
