import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FunctionDescription, FunctionKind } from '../../src/core/report/report';
import { readCallExpression } from '../../src/extension/ask/callExpression';
import { leakCheckText, type NewCheck } from '../../src/extension/leakChecks/leakCheckText';
import type { RunRequest } from '../../src/extension/run/runRequest';

interface Looped {
  readonly file: string;
  readonly text: string;
  /** `Pool.take` is a method. */
  readonly name: string;
  readonly kind?: FunctionKind;
  readonly call?: Partial<RunRequest>;
  readonly generated?: string;
}

/** The check of a function that begins where its name is first declared in the text. */
function checkOf({ file, text, name, kind, call, generated }: Looped): NewCheck | undefined {
  const [member = '', className] = name.split('.').reverse();
  const declared = new RegExp(`(?:(?:static|get|set) )?\\b${member}\\b`).exec(text)?.index ?? 0;
  const before = text.slice(0, declared).split('\n');
  const place = { line: before.length, column: before.at(-1)!.length + 1 };
  const program = `/shop/src/${file}`;
  const description: FunctionDescription = {
    name: member,
    kind: kind ?? (className === undefined ? 'function' : 'method'),
    ...(className === undefined ? {} : { className }),
    location: {
      file: program,
      ...place,
      ...(generated === undefined ? {} : { generated: { ...place, file: generated } }),
    },
  };
  return leakCheckText({ description, request: { program, ...call }, text });
}

test('a function of a CommonJS file is called with the arguments of the run', () => {
  const text = `exports.handle = function handle(user) {};`;
  const call = { callArguments: '["user" + i, { retries: 3 }]' };
  assert.deepEqual(checkOf({ file: 'sessions.js', text, name: 'handle', call }), {
    fileName: 'handle.leak.js',
    text: `'use strict';
const { handle } = require('./sessions.js');

let calls = 0;

exports.run = function run() {
  const i = calls++;
  return handle("user" + i, { retries: 3 });
};
`,
  });
});

test('a function of an ES module is imported by the name that it is exported by', () => {
  const text = `function run() {}\nexport { run as handle };`;
  assert.deepEqual(checkOf({ file: 'sessions.js', text, name: 'run' }), {
    fileName: 'run.leak.js',
    text: `import { handle } from './sessions.js';

export function run() {
  return handle();
}
`,
  });
  const clash = checkOf({ file: 'a.mjs', text: 'export function run() {}', name: 'run' });
  assert.match(clash?.text ?? '', /^import \{ run as looped \} from '\.\/a\.mjs';\n[^]*looped\(\)/);
});

test('a default export and a module that is its export are imported as such', () => {
  const first = (looped: Looped) =>
    checkOf(looped)?.text.replace(`'use strict';\n`, '').split('\n')[0];
  assert.equal(
    first({ file: 'a.mjs', text: 'export default (x) => x;', name: 'default' }),
    `import looped from './a.mjs';`,
  );
  assert.equal(
    checkOf({ file: 'a.mjs', text: 'export default (x) => x;', name: 'default' })?.fileName,
    'a.leak.mjs',
  );
  assert.equal(
    first({ file: 'a.cjs', text: 'module.exports = handle; function handle() {}', name: 'handle' }),
    `const handle = require('./a.cjs');`,
  );
});

test('a method is called on an object of its class, or on what the run was given', () => {
  const text = `export class Pool {\n  take(x) {}\n  static of(x) {}\n  get size() {}\n}`;
  const call = { callArguments: '[exports.Pool, 1]' };
  assert.equal(
    checkOf({ file: 'pool.ts', text, name: 'Pool.take', call })?.text,
    `import { Pool } from './pool.ts';
import * as loaded from './pool.ts';

export function setup() {
  return new Pool();
}

export function run(pool: ReturnType<typeof setup>) {
  return pool.take(loaded.Pool, 1);
}
`,
  );
  const given = { callThis: 'exports.Pool.of(3)', maxCalls: 500 };
  assert.equal(
    checkOf({ file: 'pool.mjs', text, name: 'Pool.take', call: given })?.text,
    `import * as loaded from './pool.mjs';

export function setup() {
  return loaded.Pool.of(3);
}

export function run(pool) {
  return pool.take();
}

export const options = { maxCalls: 500 };
`,
  );
  const body = (name: string, kind: FunctionKind = 'method') =>
    /return (.*);\n\}\n$/.exec(checkOf({ file: 'pool.mjs', text, name, kind })?.text ?? '')?.[1];
  assert.equal(body('Pool.of'), 'Pool.of()');
  assert.equal(body('Pool.size'), 'pool.size');
  assert.equal(body('Pool.Pool', 'constructor'), 'new Pool()');
});

test('a call with a callback is over when that is called, and one with a receiver is made on it', () => {
  const text = 'export function load(id, done) {}';
  const call = { callArguments: '[i, callback]', callThis: 'require("node:fs")' };
  assert.equal(
    checkOf({ file: 'load.mts', text, name: 'load', call })?.text,
    `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
import { load } from './load.mts';

let calls = 0;

export function setup() {
  return require("node:fs");
}

export function run(receiver: ReturnType<typeof setup>) {
  const i = calls++;
  return new Promise<void>((resolve, reject) => {
    const callback = (error?: unknown) => (error ? reject(error) : resolve());
    load.call(receiver, i, callback);
  });
}
`,
  );
});

test('a callback that the run gave by the name of the last parameter is given by the check as well', () => {
  const text = 'exports.load = function load(id, options, done) {};';
  const call = (callArguments?: string) =>
    checkOf({
      file: 'load.js',
      text,
      name: 'load',
      ...(callArguments === undefined ? {} : { call: { callArguments } }),
    })?.text ?? '';
  assert.match(call(), /callback = [^]*load\(undefined, undefined, callback\);/);
  assert.match(call('[i]'), /load\(i, undefined, callback\);/);
  assert.match(call('[i, {}, () => {}]'), /return load\(i, \{\}, \(\) => \{\}\);/);
  assert.match(call('[...given]'), /return load\(\.\.\.given\);/, 'how many is not known');
});

test('TypeScript that was compiled is imported by the name of what it is compiled to', () => {
  const looped = { file: 'a.tsx', text: 'export function handle() {}', name: 'handle' };
  assert.match(checkOf(looped)?.text ?? '', /from '\.\/a\.tsx'/);
  const compiled = checkOf({ ...looped, generated: '/shop/dist/a.js' });
  assert.match(compiled?.text ?? '', /from '\.\/a\.js'/);
  assert.equal(compiled?.fileName, 'handle.leak.ts');
});

test('there is no check of what no other file can reach', () => {
  const text = 'function inner() {}\nconst api = { list() {} };\nexport class Pool { #grow() {} }';
  assert.equal(checkOf({ file: 'a.mjs', text, name: 'inner' }), undefined);
  assert.equal(checkOf({ file: 'a.mjs', text, name: 'list', kind: 'method' }), undefined);
  assert.equal(checkOf({ file: 'a.mjs', text, name: 'Pool.#grow' }), undefined);
});

test('an expression becomes arguments, with another name for the module', () => {
  const read = (text: string) => readCallExpression(text, 'loaded');
  assert.equal(read('[a, [exports.b], exports.c]').asArguments, 'a, [loaded.b], loaded.c');
  assert.equal(read('makeArgs(exports)').asArguments, '...(makeArgs(loaded))');
  assert.equal(read('[1 // one\n, 2]').asArguments, '1 // one\n, 2\n');
  assert.deepEqual([...read('[i, { i: 1 }, x.exports]').uses], ['i']);
});
