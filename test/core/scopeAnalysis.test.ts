import assert from 'node:assert/strict';
import test from 'node:test';
import { functionSites } from '../../src/core/source/functionSites';
import {
  capturedDeclaration,
  declarationOf,
  declarationsNamed,
  type Declaration,
} from '../../src/core/source/scopeAnalysis';
import { parseScript } from '../../src/core/source/script';
import { sitesByName } from '../../src/core/source/siteSelection';

/** What `name` refers to at the `|`: the kind and line (1-based) of its declaration. */
function at(name: string, marked: string): string {
  const script = parseScript(marked.replace('|', ''));
  return shown(declarationOf(script, name, marked.indexOf('|')));
}

function shown(declaration: Declaration | undefined): string {
  return declaration === undefined
    ? 'none'
    : `${declaration.kind} ${declaration.position.line0 + 1}`;
}

test('a name refers to the nearest declaration around it', () => {
  assert.equal(at('a', 'const a = 1;\nfunction f() {\n  const a = 2;\n  |\n}'), 'const 3');
  assert.equal(at('a', 'const a = 1;\nfunction f() {\n  { const a = 2; }\n  |\n}'), 'const 1');
  assert.equal(
    at('a', 'let a;\nfunction f(\n  { b: [a] }) { return () => | }'.replace('| ', '|a ')),
    'parameter 3',
  );
  assert.equal(at('a', 'function f() {\n  if (x) {\n    var a = 1;\n  }\n  |\n}'), 'var 3');
  assert.equal(at('a', 'try {} catch (\na) { | }'), 'catch 2');
  assert.equal(at('a', 'for (const\na of list) { | }'), 'const 2');
  assert.equal(at('a', 'for (let\na = 0; ; ) {}\n|'), 'none');
  assert.equal(at('A', 'const b = class A {\n  m() { | }\n};'), 'class 1');
  assert.equal(at('A', 'const b = class A {};\n|'), 'none');
  assert.equal(at('f', '(function f() {\n | })'), 'function 1');
  assert.equal(
    at('a', 'import { b as a } from "x";\nimport * as c from "y";\nfunction f() { | }'),
    'import 1',
  );
  assert.equal(at('a', 'class A { static {\n  var a = 1;\n  |\n} }'), 'var 2');
  assert.equal(at('a', 'switch (x) { case 1:\n let a; default: | }'), 'let 2');
  assert.equal(at('a', 'do { const a = 1;\n | } while ((() => { const a = 2; })())'), 'const 1');
  assert.equal(at('f', 'export default function f() {}\n|'), 'function 1');
});

test('without a place the declaration of the module is meant, also inside of a wrapper', () => {
  const module = (text: string, name: string): string =>
    shown(declarationOf(parseScript(text), name));
  assert.equal(module('const list = [];\nfunction f() { const list = []; }', 'list'), 'const 1');
  assert.equal(module('(() => {\nconst list = [];\n})()', 'list'), 'const 2');
  assert.equal(module('x = 1; (function () {\nvar list = [];\n}).call(this)', 'list'), 'var 2');
  assert.equal(module('function f() { const list = []; }', 'list'), 'none');
  assert.equal(module('(() => {\n { const list = []; }\n})()', 'list'), 'none');
});

test("a closure's context holds what is declared around it, not in it", () => {
  const script = parseScript(
    'const list = [];\nfunction make(list) {\n  return function add(list) {};\n}\nclass A { list(list) {} }',
  );
  const captured = (name: string, variable: string): string =>
    shown(capturedDeclaration(script, variable, sitesByName(functionSites(script), name)[0]!));
  assert.equal(captured('add', 'list'), 'parameter 2');
  assert.equal(captured('make', 'list'), 'const 1');
  assert.equal(captured('A.list', 'list'), 'const 1');
  assert.equal(captured('add', 'gone'), 'none');
});

test('a declaration tells what it is made from', () => {
  const script = parseScript('const a = b.c, { d, e: f = 1 } = g; var h; var h = 2;');
  const origin = (name: string): unknown => {
    const declaration = declarationOf(script, name);
    return [declaration?.initializer?.type, declaration?.property];
  };
  assert.deepEqual(origin('a'), ['MemberExpression', undefined]);
  assert.deepEqual(origin('d'), [undefined, 'd']);
  assert.deepEqual(origin('f'), [undefined, 'e']);
  assert.equal(declarationOf(script, 'h')?.start, script.text.indexOf('h;'));
});

test('all declarations of a name are listed, the outermost first', () => {
  const script = parseScript('function f() { const a = 1; { let a; } }\nconst a = 2;');
  assert.deepEqual(declarationsNamed(script, 'a').map(shown), ['const 2', 'const 1', 'let 1']);
});
