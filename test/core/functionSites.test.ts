import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  matchesFunctionLocation,
  siteAtFunctionLocation,
} from '../../src/core/source/functionLocation';
import { functionSites, type FunctionSite } from '../../src/core/source/functionSites';
import { parseScript, ScriptSyntaxError } from '../../src/core/source/script';
import { installedNodes } from '../installedNodes';
import { commonJsForms, moduleForms } from './functionForms';

interface LiveFunction {
  readonly key: string;
  readonly text: string;
  readonly line0: number;
  readonly column0: number;
}

for (const { name, executable } of installedNodes()) {
  test(`V8's function location names exactly one site, on Node ${name}`, () => {
    for (const [file, source] of [
      ['forms.cjs', commonJsForms],
      ['forms.mjs', moduleForms],
    ] as const) {
      const sites = sitesOf(source);
      const live = liveFunctions(executable, file, source);
      assert.ok(live.length > 5);
      for (const each of live) {
        const matching = sites.filter((site) => matchesFunctionLocation(site, each));
        assert.equal(matching.length, 1, `${each.key} in ${file}`);
        const [site] = matching;
        assert.equal(nameOf(site!), each.key.replace(/#\d+$/, ''));
        assert.equal(source.slice(site!.textStart, site!.textEnd), each.text, each.key);
        assert.equal(siteAtFunctionLocation(parseScript(source), sites, each), site);
      }
    }
  });
}

test('every function of a script has a site of its own', () => {
  const sites = sitesOf(commonJsForms);
  const locations = new Set(sites.map(({ location }) => `${location.line0}:${location.column0}`));
  assert.equal(locations.size, sites.length);
  assert.equal(sites.length, 59);
});

test('a site tells how its function is written', () => {
  const kinds = Object.fromEntries(
    sitesOf(commonJsForms).map((site) => [
      nameOf(site),
      [
        site.kind,
        site.isStatic && 'static',
        site.isAsync && 'async',
        site.isGenerator && 'generator',
        site.isImplicit && 'implicit',
        site.accessor,
      ]
        .filter(Boolean)
        .join(' '),
    ]),
  );
  assert.equal(kinds.declared, 'function');
  assert.equal(kinds.asyncGenerator, 'function async generator');
  assert.equal(kinds.asyncArrow, 'arrow async');
  assert.equal(kinds['literal.method'], 'method');
  assert.equal(kinds['literal.held'], 'function');
  assert.equal(kinds['literal.value'], 'method set');
  assert.equal(kinds['Base.Base'], 'constructor');
  assert.equal(kinds['Base.asyncCreate'], 'method static async');
  assert.equal(kinds['Base.spread'], 'method static async generator');
  assert.equal(kinds['Base.staticField'], 'arrow static');
  assert.equal(kinds['Derived.Derived'], 'constructor implicit');
  assert.equal(kinds['Old.push'], 'method');
});

test('parameters are named, counted and told apart from rest and defaults', () => {
  const [site] = sitesOf('function f(a, b = 1, { c, d: [e] } = {}, ...rest) {}');
  assert.deepEqual(site?.parameters, [
    { text: 'a', names: ['a'], isRest: false, hasDefault: false },
    { text: 'b', names: ['b'], isRest: false, hasDefault: true },
    { text: '{ c, d: [e] }', names: ['c', 'e'], isRest: false, hasDefault: true },
    { text: 'rest', names: ['rest'], isRest: true, hasDefault: false },
  ]);
});

test('this and arguments are used by the function whose they are, through arrows', () => {
  const sites = sitesOf(`
    function outer() { const arrow = () => { const inner = () => [this, arguments]; }; function own() { this.x = 1; } }
    function clean() { function own2() { return this; } return class { field = this; static { this; } }; }
    class A extends B { method() { return () => super.method(); } other() {} }
  `);
  const using = (what: 'usesThis' | 'usesArguments'): string[] =>
    sites.filter((site) => site[what] && !site.isImplicit).map(({ name }) => name);
  assert.deepEqual(using('usesThis'), ['outer', 'arrow', 'inner', 'own', 'own2', 'method', '']);
  assert.deepEqual(using('usesArguments'), ['outer', 'arrow', 'inner']);
});

test('a nested function knows its parents; a method has no implicit constructor for one', () => {
  const sites = sitesOf(
    'function a() { return { b() { return class { c() { return () => 1; } }; } }; }',
  );
  const chain = (site: FunctionSite | undefined): string[] =>
    site === undefined ? [] : [...chain(site.parent), site.name];
  assert.deepEqual(chain(sites.at(-1)), ['a', 'b', 'c', '']);
  assert.deepEqual(
    sites.map(({ depth }) => depth),
    [0, 1, 2, 2, 3],
  );
});

test('module.exports and its properties are named as a reader names them', () => {
  const sites = sitesOf(`
    module.exports = function () {};
    exports = module.exports = () => {};
    module.exports = { list() {}, add: (x) => x };
    module.exports.remove = () => {};
    Object.freeze({ loose() {} });
  `);
  assert.deepEqual(
    sites.map(({ name, holderName }) => [holderName, name]),
    [
      [undefined, 'module.exports'],
      [undefined, 'module.exports'],
      ['module.exports', 'list'],
      ['module.exports', 'add'],
      ['module.exports', 'remove'],
      [undefined, 'loose'],
    ],
  );
});

test('sloppy scripts, top-level return, await and hashbangs are read', () => {
  for (const text of [
    '#!/usr/bin/env node\nreturn 1;',
    'with (a) { b(); }',
    'var x = 010; return x;',
    'await import("x"); export {};',
    'const yield_ = 1; var await = 2; function f() { return await; }',
  ]) {
    assert.ok(parseScript(text).program.body.length > 0, text);
  }
});

test('a syntax error tells where it is', () => {
  assert.throws(
    () => parseScript('const a = 1;\nexport const b = ;\n'),
    (error) => {
      assert.ok(error instanceof ScriptSyntaxError);
      assert.equal(error.message, 'Unexpected token');
      assert.deepEqual(error.position, { line0: 1, column0: 17 });
      return true;
    },
  );
});

function sitesOf(text: string): readonly FunctionSite[] {
  return functionSites(parseScript(text));
}

function nameOf({ name, className, holderName }: FunctionSite): string {
  const holder =
    className ?? (['exports', 'seen'].includes(holderName ?? '') ? undefined : holderName);
  return holder === undefined ? name : `${holder}.${name}`;
}

/** What a real Node tells of every function in `seen`, through its inspector. */
function liveFunctions(executable: string, file: string, source: string): readonly LiveFunction[] {
  const folder = mkdtempSync(join(tmpdir(), 'leak-loop-forms-'));
  try {
    writeFileSync(join(folder, file), source);
    writeFileSync(join(folder, 'probe.mjs'), probe(pathToFileURL(join(folder, file)).href));
    const output = execFileSync(executable, [join(folder, 'probe.mjs')], { encoding: 'utf8' });
    return JSON.parse(output) as readonly LiveFunction[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A program that inspects itself: a session on the own thread answers before `post` returns. */
function probe(url: string): string {
  return `
    import { Session } from 'node:inspector';
    import { seen } from ${JSON.stringify(url)};
    const session = new Session();
    session.connect();
    const ask = (method, params) => {
      let answer;
      session.post(method, params, (error, result) => { if (error) throw error; answer = result; });
      return answer;
    };
    const live = Object.entries(seen).map(([key, value]) => {
      if (typeof value !== 'function') throw new Error(key + ' is no function');
      globalThis.inspected = value;
      const { objectId } = ask('Runtime.evaluate', { expression: 'inspected' }).result;
      const { internalProperties } = ask('Runtime.getProperties', { objectId, ownProperties: true });
      const { lineNumber, columnNumber } = internalProperties.find(({ name }) => name === '[[FunctionLocation]]').value.value;
      return { key, text: String(value), line0: lineNumber, column0: columnNumber };
    });
    console.log(JSON.stringify(live));
  `;
}
