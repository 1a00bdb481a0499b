import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { fixtureExpectations, fixturePath, markedLines } from './fixtureExpectations';

test('the compiled TypeScript fixtures are what the compiler makes of their sources', () => {
  for (const name of ['invoices', 'invoicesFixed']) {
    const source = `typescript/compiled/src/${name}.ts`;
    const { outputText } = ts.transpileModule(read(source), {
      fileName: `${name}.ts`,
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        sourceMap: true,
      },
    });
    assert.equal(outputText.trim(), read(`typescript/compiled/build/${name}.js`).trim());
  }
});

test('every leak fixture marks one line that grows, and none of the others does', () => {
  for (const { file, verdict } of fixtureExpectations()) {
    assert.equal(markedLines(file, 'grows').length, verdict === 'leak' ? 1 : 0, file);
  }
});

test('every area of fixtures is tested by a file of its name', () => {
  const areas = readdirSync(fixturePath('expectations')).map((name) => basename(name, '.json'));
  const tested = readdirSync('test/engine/fixtures').map((name) => basename(name, '.test.ts'));
  assert.deepEqual(tested.sort(), areas.sort());
});

function read(file: string): string {
  return readFileSync(fixturePath(file), 'utf8');
}
