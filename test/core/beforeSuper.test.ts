import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginsBeforeSuper, isBeforeSuper } from '../../src/core/source/beforeSuper';
import { functionSites } from '../../src/core/source/functionSites';
import { parseScript } from '../../src/core/source/script';

/** Of the places marked `§` in a class's body, those that come before `super()`, numbered from 1. */
function placesBeforeSuper(body: string): number[] {
  const parts = `class A extends B { ${body} }`.split('§');
  const script = parseScript(parts.join(''));
  return parts.slice(1).flatMap((_part, at) => {
    const offset = parts.slice(0, at + 1).join('').length;
    return isBeforeSuper(script, offset) ? [at + 1] : [];
  });
}

test('up to super(), where an arrow uses the same this', () => {
  const body =
    'constructor() { §const a = 1; §super(a); §this.close = () => this.end(); } other() { §end(); }';
  assert.deepEqual(placesBeforeSuper(body), [1, 2]);
});

test('of several calls of super() the last one counts', () => {
  const body =
    'constructor(a) { if (a) { super(1); §list.push(a); } §else super(2); §this.f = () => this; }';
  assert.deepEqual(placesBeforeSuper(body), [1, 2]);
});

test('where only an arrow calls super(), the whole constructor', () => {
  const body = 'constructor() { const init = () => { §super(); }; §init(); §this.x = 1; }';
  assert.deepEqual(placesBeforeSuper(body), [2, 3]);
});

test('eval may use this as well', () => {
  assert.deepEqual(placesBeforeSuper("constructor() { §super(); §eval('this'); }"), [1]);
});

test('nothing where no arrow shares this', () => {
  const body =
    'constructor() { §super(() => 1); §this.f = function () { return () => this; }; §this.x = 1; }';
  assert.deepEqual(placesBeforeSuper(body), []);
});

test('a constructor that calls no super(), and any other function, begins before nothing', () => {
  const script = parseScript(
    'class A { constructor() { this.f = () => this; } } function g() { return () => this; }',
  );
  assert.deepEqual(
    functionSites(script).filter((site) => beginsBeforeSuper(script, site)),
    [],
  );
});
