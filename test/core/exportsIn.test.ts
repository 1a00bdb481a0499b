import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportsIn } from '../../src/core/source/exportsIn';

/** `local → export`, of `default` and `module.exports` in these words. */
function listed(text: string): string[] {
  return exportsIn(text).exports.map(({ local = '(no name)', as }) => {
    const name = { name: '', default: 'default', whole: 'module.exports' }[as.kind];
    return `${local} → ${as.kind === 'name' ? as.name : name}`;
  });
}

test('exports of an ES module are known by their words, in TypeScript as well', () => {
  const text = `
    import type { A } from './a.js';
    export type B = { handle: A };
    export abstract class Pool<T> { take<T>(item: T): void {} }
    export async function* read(from: number): AsyncGenerator<string> {}
    export const limit: number = 3, other = 4;
    function handle() {}
    export { handle, limit as most, type B };
    export { far } from './far.js';
    export default handle;
  `;
  assert.deepEqual(listed(text), [
    'Pool → Pool',
    'read → read',
    'limit → limit',
    'handle → handle',
    'limit → most',
    'handle → default',
  ]);
  assert.equal(exportsIn(text).isEsModule, true);
});

test('what an ES module exports without a name is its default', () => {
  assert.deepEqual(listed('export default (x) => x;'), ['(no name) → default']);
  assert.deepEqual(listed('export default async function () {}'), ['(no name) → default']);
  assert.deepEqual(listed('export default class Pool {}'), ['Pool → default']);
  assert.deepEqual(listed('export default once(handle);'), ['(no name) → default']);
});

test('exports of CommonJS are known by their words', () => {
  const text = `
    const { EventEmitter } = require('node:events');
    exports.needs = function wants(user) { exports.inner = user; };
    module.exports.arrow = (user) => user;
    exports.made = once(handle);
    module.exports = { handle, close: end, list() { return { not: this }; }, async wait() {}, 'a-b': 1 };
  `;
  assert.deepEqual(listed(text), [
    'needs → needs',
    'wants → needs',
    'arrow → arrow',
    'made → made',
    'handle → handle',
    'close → close',
    'end → close',
    'list → list',
    'wait → wait',
  ]);
  assert.equal(exportsIn(text).isEsModule, false);
});

test('a module may be what it exports, and one that only imports at run time is no ES module', () => {
  assert.deepEqual(listed('module.exports = handle;'), ['handle → module.exports']);
  assert.deepEqual(listed('module.exports = class Pool {};'), ['Pool → module.exports']);
  assert.deepEqual(listed('module.exports = () => 1;'), ['(no name) → module.exports']);
  assert.deepEqual(listed('export = handle;'), ['handle → module.exports']);
  assert.equal(exportsIn("import('./a.js').then(run)").isEsModule, false);
  assert.equal(exportsIn("import './a.js';").isEsModule, true);
});
