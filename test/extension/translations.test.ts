import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { env } from 'node:process';
import ts from 'typescript';

const root = join(__dirname, '..');
const bundleFile = join(root, 'l10n/bundle.l10n.json');

/** The first argument of every `t(…)` and `….t(…)`; it must be a literal, or nobody could translate it. */
function textsIn(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslate(node.expression)) {
      const [text] = node.arguments;
      assert.ok(text !== undefined && ts.isStringLiteralLike(text), `${file}: ${node.getText()}`);
      texts.push(text.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

function isTranslate(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee)
    ? callee.text === 't'
    : ts.isPropertyAccessExpression(callee) && callee.name.text === 't';
}

test('the bundle for translators has every text of the extension, and none is left over (UPDATE=1 writes it)', () => {
  const folder = join(root, 'src/extension');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => textsIn(join(folder, name)));
  const wanted = Object.fromEntries([...new Set(texts)].sort().map((text) => [text, text]));
  if (env.UPDATE === '1') {
    writeFileSync(bundleFile, `${JSON.stringify(wanted, null, 2)}\n`);
  }
  assert.deepEqual(JSON.parse(readFileSync(bundleFile, 'utf8')), wanted);
});
