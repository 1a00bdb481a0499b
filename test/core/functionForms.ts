/**
 * A script with every form of function. Each live function is put into `seen` under a key that says what
 * its site must be called: `Class.name` for members, with `#2` and so on where a name comes twice.
 */
export const commonJsForms = String.raw`#!/usr/bin/env node
'use strict';
const seen = exports.seen = {};
// Line separators count as line ends: ${'\u2028// '}${'\u2029// '}here.
function declared(a, b) { return a + b; }
async function asyncDeclared (a) { return a; }
function* generator(a) { yield a; }
async function* asyncGenerator(a) { yield a; }
const expression = function (a) { return [a]; };
const named = function /* ( */ inner /* ( */ (a) { return { a }; };
const arrow = (a) => a;
const arrowOfOne = a => [a];
const asyncArrow = async (a) => a;
const asyncArrowOfOne = async a => a;
const parenthesized = ((a) => ({ a }));
const spread = async (
  a,
  ...b
) => {
  return [a, b];
};
let reassigned;
reassigned = () => 'reassigned';
exports.property = () => 'property';
exports.chained = exports.last = () => 'chained';
const either = seen.missing || function () { return 'either'; };
const curried = (a) => (b) => a + b;
const withDefaults = (callback = (x) => x * 2, { deep } = {}) => callback;
const literal = {
  method(a) { return a; },
  async asyncMethod(a) { return a; },
  *generatorMethod(a) { yield a; },
  async *asyncGeneratorMethod(a) { yield a; },
  get value() { return 1; },
  set value(v) {},
  [Symbol.iterator]() { return 2; },
  held: function (a) { return a; },
  heldArrow: (a) => a,
  'quoted key'() { return 3; },
  12() { return 4; },
  async() { return 5; },
};
class Base {
  constructor(a = () => 'default') { this.a = a; }
  method(a) { return a; }
  static create(a) { return a; }
  static /* ( */ async asyncCreate(a) {}
  field = (a) => [a, this];
  static staticField = (a) => [a];
  #hidden(a) { return a; }
  reveal() { return this.#hidden; }
  get value() { return 6; }
  static { seen.inStaticBlock = () => 'static block'; }
  static
  async *
  spread
  (a) {}
}
class Derived extends Base { x = 1; method(a) { return super.method(a); } }
const Bound = class { own() { return 7; } };
const Alias = class Named { constructor() { this.own = () => 8; } };
function Old() { this.list = []; }
Old.prototype.push = function (x) { this.list.push(x); };
Old.prototype.pop = function pop() { return this.list.pop(); };
Old.of = function (x) { return new Old(x); };
const wrap = (f) => f;
const wrapped = wrap(function () { return arguments; });
function outer() {
  function nested() { return () => this; }
  return nested;
}

Object.assign(seen, {
  declared, asyncDeclared, generator, asyncGenerator, expression, named, arrow, arrowOfOne, asyncArrow,
  asyncArrowOfOne, parenthesized, spread, reassigned, either, curried, withDefaults, outer,
  property: exports.property, last: exports.last,
  '': wrapped, '#2': curried(1), '#3': outer().call({}), nested: outer(), callback: withDefaults(),
  'literal.method': literal.method, 'literal.asyncMethod': literal.asyncMethod,
  'literal.generatorMethod': literal.generatorMethod, 'literal.asyncGeneratorMethod': literal.asyncGeneratorMethod,
  'literal.value': Object.getOwnPropertyDescriptor(literal, 'value').get,
  'literal.value#2': Object.getOwnPropertyDescriptor(literal, 'value').set,
  'literal.[Symbol.iterator]': literal[Symbol.iterator], 'literal.held': literal.held,
  'literal.heldArrow': literal.heldArrow, 'literal.quoted key': literal['quoted key'], 'literal.12': literal[12],
  'literal.async': literal.async,
  'Base.Base': Base, 'Base.method': Base.prototype.method, 'Base.create': Base.create,
  'Base.asyncCreate': Base.asyncCreate, 'Base.field': new Base().field, 'Base.staticField': Base.staticField,
  'Base.#hidden': new Base().reveal(), 'Base.reveal': Base.prototype.reveal, 'Base.spread': Base.spread,
  'Base.value': Object.getOwnPropertyDescriptor(Base.prototype, 'value').get, a: new Base().a,
  'Derived.Derived': Derived, 'Derived.method': Derived.prototype.method,
  'Bound.Bound': Bound, 'Bound.own': Bound.prototype.own, 'Named.Named': Alias, 'Named.own': new Alias().own,
  Old, 'Old.push': Old.prototype.push, 'Old.pop': Old.prototype.pop, 'Old.of': Old.of,
});
`;

/** The forms that only an ES module has. */
export const moduleForms = String.raw`
await null;
export const seen = {};
export default function (a) { return a; }
export function exported(a) { return a; }
export const exportedArrow = (a) => a, second = (a) => [a];
export class Exported { method(a) { return a; } }
import * as self from './forms.mjs';
setImmediate(() => {});
Object.assign(seen, {
  default: self.default, exported, exportedArrow, second, 'Exported.Exported': Exported,
  'Exported.method': Exported.prototype.method,
});
`;
