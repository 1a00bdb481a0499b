import assert from 'node:assert/strict';
import test from 'node:test';
import { assignmentsTo, type AssignmentSite } from '../../src/core/source/assignmentSites';
import {
  propertyAssignments,
  propertyDeclarations,
} from '../../src/core/source/holderDeclarations';
import { addingMethods, mutationCalls } from '../../src/core/source/mutationCalls';
import { declarationOf } from '../../src/core/source/scopeAnalysis';
import { parseScript, type Script } from '../../src/core/source/script';

interface Place {
  readonly start: number;
  readonly end: number;
}

function texts(script: Script, places: readonly Place[]): string[] {
  return places.map(({ start, end }) => script.text.slice(start, end));
}

test('every form of write to a variable is an assignment, other variables of its name are not', () => {
  const script = parseScript(`
    let list = null;
    function add(x) {
      list = { next: list, x };
      list ??= x;
      list += x;
      list++;
      [list, x.y] = [x];
      ({ list } = x);
      ({ a: list = 1, ...x } = x);
      for (list of x) {}
      for (list in x) {}
      { let list = 1; list = 2; }
      const f = (list) => { list = 3; };
      x.list = 4;
    }
  `);
  const sites = assignmentsTo(script, declarationOf(script, 'list')!);
  assert.deepEqual(texts(script, sites), [
    'list = { next: list, x }',
    'list ??= x',
    'list += x',
    'list++',
    '[list, x.y] = [x]',
    '{ list } = x',
    '{ a: list = 1, ...x } = x',
    'list',
    'list',
  ]);
  assert.deepEqual(
    sites.map(({ operator }) => operator),
    ['=', '??=', '+=', '++', '=', '=', '=', 'for', 'for'],
  );
  assert.ok(sites.every((site) => site.function?.name === 'add'));
  assert.deepEqual(sites[0]?.position, { line0: 3, column0: 6 });
});

test('a write that is made from the old value is told from one that is not', () => {
  const script = parseScript(`
    var a = 0;
    a = { next: a }; a = [...x, () => a]; a += 1; a = b; a = { a: 1 };
    var a = 2;
  `);
  const made = (sites: readonly AssignmentSite[]): boolean[] =>
    sites.map(({ mentionsItself }) => mentionsItself);
  const sites = assignmentsTo(script, declarationOf(script, 'a')!);
  assert.deepEqual(made(sites).slice(0, 4), [true, true, true, false]);
  assert.equal(texts(script, sites).at(-1), 'a = 2');
  const members = parseScript(
    'class Q { push(x) { this.head = { x, next: this.head }; this.head = null; } }',
  );
  assert.deepEqual(made(propertyAssignments(members, { property: 'head' })), [true, false]);
});

const classes = `
class Queue {
  items = [];
  #hidden = new Map();
  static all = new Set();
  constructor(name) { this.name = name; this.size = 0; }
  push(x) { this.items.push(x); this.size++; this.late = x; const f = () => { this.#hidden.set(x, x); }; }
  clear() { this.items = []; }
}
class Other { items = 1; constructor() { this.name = 'other'; } }
Queue.instances = [];
const api = { items: [], name: 'api' };
api.items = null;
function Old() { this.items = []; }
Old.prototype.add = function (x) { this.items.push(x); };
`;

test('a property is declared where its class says so, before where it is assigned', () => {
  const script = parseScript(classes);
  const declared = (property: string, className?: string): string[] =>
    propertyDeclarations(script, { property, ...(className && { className }) }).map(
      ({ kind, owner, position }) => `${kind} ${owner ?? '?'} ${position.line0 + 1}`,
    );
  assert.deepEqual(declared('items', 'Queue'), [
    'field Queue 3',
    'method Queue 8',
    'assignment ? 13',
  ]);
  assert.deepEqual(declared('items', 'Old'), ['constructor Old 14', 'assignment ? 13']);
  assert.deepEqual(declared('items', 'api'), ['literal api 12', 'assignment ? 13']);
  assert.deepEqual(declared('#hidden'), ['field Queue 4']);
  assert.deepEqual(declared('all', 'Queue'), ['field Queue 5']);
  assert.deepEqual(declared('instances', 'Queue'), ['static Queue 11']);
  assert.deepEqual(declared('name', 'Queue'), ['constructor Queue 6']);
  assert.deepEqual(declared('late', 'Queue'), ['method Queue 7']);
  assert.deepEqual(declared('gone'), []);
});

test('writes to a property are found, those on this of other classes are not', () => {
  const script = parseScript(classes);
  const written = (property: string, className?: string): string[] =>
    texts(
      script,
      propertyAssignments(script, { property, ...(className === undefined ? {} : { className }) }),
    );
  assert.deepEqual(written('name', 'Queue'), ['this.name = name']);
  assert.deepEqual(written('size', 'Queue'), ['this.size = 0', 'this.size++']);
  assert.deepEqual(written('items', 'Queue'), ['this.items = []', 'api.items = null']);
  assert.equal(written('items').length, 3);
});

test('a variable that nothing declares is a property of the global object', () => {
  const script = parseScript(`
    cache = [];
    globalThis.cache ??= [];
    class Store { constructor() { this.cache = []; } }
    function add(x) { cache.push(x); cache = [...cache, x]; }
    function other(cache) { cache = []; cache.push(1); }
  `);
  const global = { kind: 'property', property: 'cache', className: 'globalThis' } as const;
  const lines = propertyDeclarations(script, global).map(({ position }) => position.line0 + 1);
  assert.deepEqual(lines, [3, 2, 5]);
  assert.deepEqual(texts(script, propertyAssignments(script, global)), [
    'cache = []',
    'globalThis.cache ??= []',
    'cache = [...cache, x]',
  ]);
  assert.deepEqual(texts(script, mutationCalls(script, global)), ['cache.push(x)']);
  const owners = propertyDeclarations(script, { property: 'cache', className: 'Store' });
  assert.deepEqual(
    owners.map(({ kind }) => kind),
    ['constructor'],
  );
});

test('calls and stores that add to a variable are found, through its aliases too', () => {
  const script = parseScript(`
    const sessions = [], byId = new Map(), keys = {};
    let lazy;
    function add(x) {
      sessions.push(x);
      sessions?.push?.(x);
      sessions.push.apply(sessions, x);
      sessions[sessions.length] = x;
      sessions.pop(); sessions.length = 0; sessions[0]; sessions['fixed'] = 1;
      byId.set(x.id, x).get(x.id);
      keys[x.id] ??= x;
      keys[x.id]++;
      [keys[x.id]] = x;
      (lazy ??= []).push(x);
      const alias = sessions;
      alias.unshift(x);
      { const sessions = []; sessions.push(x); }
      other.sessions.push(x);
    }
  `);
  const found = (name: string): string[] =>
    texts(
      script,
      mutationCalls(script, { kind: 'variable', declaration: declarationOf(script, name)! }),
    );
  assert.deepEqual(found('sessions'), [
    'sessions.push(x)',
    'sessions?.push?.(x)',
    'sessions.push.apply(sessions, x)',
    'sessions[sessions.length] = x',
    'alias.unshift(x)',
  ]);
  assert.deepEqual(found('byId'), ['byId.set(x.id, x)']);
  assert.deepEqual(found('keys'), ['keys[x.id] ??= x', 'keys[x.id]++', '[keys[x.id]] = x']);
  assert.deepEqual(found('lazy'), ['(lazy ??= []).push(x)']);
});

test('calls that add to a property are found in its class, with their function', () => {
  const script = parseScript(`${classes}
    class More { add(x) { const { items: list } = x.queue; list.push(x); this.items.push(x); x.queue.items.push(x); } }
  `);
  const sites = mutationCalls(script, { kind: 'property', property: 'items', className: 'Queue' });
  assert.deepEqual(texts(script, sites), [
    'this.items.push(x)',
    'list.push(x)',
    'x.queue.items.push(x)',
  ]);
  assert.deepEqual(
    sites.map((site) => site.function?.name),
    ['push', 'add', 'add'],
  );
  const hidden = mutationCalls(script, { kind: 'property', property: '#hidden' }, ['set']);
  assert.deepEqual(texts(script, hidden), ['this.#hidden.set(x, x)']);
  assert.equal(hidden[0]?.function?.name, 'f');
  const anywhere = mutationCalls(script, { kind: 'property', property: 'items' }, addingMethods);
  assert.equal(anywhere.length, 5);
});
