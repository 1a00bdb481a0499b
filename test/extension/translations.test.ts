import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { env } from 'node:process';
import ts from 'typescript';

const root = join(__dirname, '..');
const bundleFile = join(root, 'l10n/bundle.l10n.json');

/**
 * The first argument of every `t(…)` and `….t(…)`, which must be a literal, or nobody could translate it; and
 * what the engine composes by ``said`…` ``.
 */
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
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'said') {
      texts.push(templateOf(node.template));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

/** As `said` has it. */
function templateOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  const spans = template.templateSpans.map(({ literal }, index) => `{${index}}${literal.text}`);
  return [template.head.text, ...spans].join('');
}

function isTranslate(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee)
    ? callee.text === 't'
    : ts.isPropertyAccessExpression(callee) && callee.name.text === 't';
}

test('the bundle for translators has every text of the extension and every sentence of the engine, and none is left over (UPDATE=1 writes it)', () => {
  const folder = join(root, 'src');
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('cli'))
    .flatMap((name) => textsIn(join(folder, name)))
    .filter((text) => /[\p{L}\p{N}]/u.test(text.replace(/\{\d+\}/g, '')));
  const wanted = Object.fromEntries([...new Set(texts)].sort().map((text) => [text, text]));
  if (env.UPDATE === '1') {
    writeFileSync(bundleFile, `${JSON.stringify(wanted, null, 2)}\n`);
  }
  assert.deepEqual(JSON.parse(readFileSync(bundleFile, 'utf8')), wanted);
});

/** Files of one language, by the English file that each translates. */
const german = {
  'l10n/bundle.l10n.json': 'l10n/bundle.l10n.de.json',
  'package.nls.json': 'package.nls.de.json',
};

for (const [english, translated] of Object.entries(german)) {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(root, name), 'utf8')) as Record<string, string>;

  test(`${translated} has every text, and none is left over`, () => {
    assert.deepEqual(Object.keys(read(translated)).sort(), Object.keys(read(english)).sort());
  });

  test(`${translated} keeps places for values, icons, links and settings as they are`, () => {
    const kept = (text: string) =>
      (
        text.match(/\{\d+\}|\$\([\w~-]+\)|\(command:[\w.]+\)|leakLoop\.\w+|`[^`]+`|\$\{\w+\}/g) ??
        []
      ).sort();
    const [texts, translations] = [read(english), read(translated)];
    for (const [key, text] of Object.entries(texts)) {
      assert.deepEqual(kept(translations[key]!), kept(text), key);
    }
  });

  test(`${translated} translates all but what is the same in both languages`, () => {
    const [texts, translations] = [read(english), read(translated)];
    const same = Object.keys(texts).filter(
      (key) => translations[key] === texts[key] && /\p{L}{3,}/u.test(texts[key]!),
    );
    assert.deepEqual(same, []);
  });
}
