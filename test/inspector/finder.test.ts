import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { evaluate, valueOf, type RemoteObject } from '../../src/inspector/protocol/remoteObject';
import { installedNodes } from '../installedNodes';
import { TestProgram } from './testProgram';

const plain = `
  function hidden() { return 'hidden'; }
  const arrow = (n) => n + 1;
  class Store {
    #secret = 1;
    static make() { return new Store(); }
    add(x) { return [x, this.#secret]; }
    get size() { return 0; }
    async *stream() { yield 1; }
  }
  class Special extends Store { special() {} }
  class Alone { alone() {} }
  const literal = { shout(word) { return word + '!'; }, quiet: function (word) { return word; } };
  function outer() {
    return function nested() { return 'nested'; };
  }
  const nested = outer();
  const twinA = () => 'twin';
  const twinB = () => 'twin';
  const alive = [hidden, arrow, nested, twinA, twinB, Store, literal, Alone];
  const stores = [new Store(), new Store(), new Special()];
  exports.keep = () => [alive, stores];
  exports.two = (a, b) => a + b;
  exports.bound = exports.two.bind(null);
  exports.number = 42;
`;

const texts: readonly (readonly [string, string])[] = [
  ['a function that is not exported', `function hidden() { return 'hidden'; }`],
  ['an arrow', '(n) => n + 1'],
  ['a nested function', `function nested() { return 'nested'; }`],
  ['a method', 'add(x) { return [x, this.#secret]; }'],
  ['a getter', 'get size() { return 0; }'],
  ['a static method', 'make() { return new Store(); }'],
  ['an asynchronous generator method', 'async *stream() { yield 1; }'],
  ['a method of an object literal', `shout(word) { return word + '!'; }`],
  ['an anonymous function', 'function (word) { return word; }'],
  ['a class', 'class Alone { alone() {} }'],
];

for (const { name, executable } of installedNodes()) {
  test(`functions are found by their text, exported or not, on Node ${name}`, async (t) => {
    const program = await TestProgram.run(t, plain, { node: executable });
    const { finder } = program.target;
    for (const [what, text] of texts) {
      const found = await finder.functionsWithText(text);
      assert.equal(found.length, 1, what);
      assert.equal(await textOf(program, found[0]!), text);
      const place = await finder.functionPlace(found[0]!);
      assert.equal(place?.line0, lineOf(program, text) - 1, what);
    }
    assert.deepEqual(await finder.functionsWithText('function gone() {}'), []);
  });
}

test('two closures with the same text are told apart by their place', async (t) => {
  const program = await TestProgram.run(t, plain);
  const { finder } = program.target;
  const twins = await finder.functionsWithText(`() => 'twin'`);
  assert.equal(twins.length, 2);
  const places = await Promise.all(twins.map((twin) => finder.functionPlace(twin)));
  const lines = readFileSync(program.file, 'utf8').split('\n');
  const declared = places.map((place) => lines[place!.line0]!.slice(0, place!.column0).trim());
  assert.deepEqual(declared.sort(), ['const twinA =', 'const twinB =']);
});

test("asking for a function's place holds none of what its variables hold", async (t) => {
  const program = await TestProgram.run(
    t,
    `let pending = { full: true };
     const first = new WeakRef(pending);
     exports.replace = function replace() { pending = undefined; };
     exports.isAlive = () => first.deref() !== undefined;`,
  );
  const { finder, client } = program.target;
  await finder.functionPlace(await program.exported('replace'));
  await program.call('replace');
  await program.target.driver.turn(2, 0);
  await client.send('HeapProfiler.collectGarbage');
  assert.equal(await program.call('isAlive'), false);
});

test('native and bound functions have no place', async (t) => {
  const program = await TestProgram.run(t, plain);
  const { finder, client } = program.target;
  assert.equal(await finder.functionPlace(await program.exported('bound')), undefined);
  const native = await evaluate(client, 'Array.prototype.push');
  assert.equal(await finder.functionPlace({ objectId: native.objectId! }), undefined);
});

test('holders and instances are found; prototypes and inherited methods are not mistaken for them', async (t) => {
  const program = await TestProgram.run(t, plain);
  const { finder } = program.target;
  const one = async (text: string): Promise<RemoteObject> =>
    (await finder.functionsWithText(text))[0]!;
  const add = await one('add(x) { return [x, this.#secret]; }');
  const make = await one('make() { return new Store(); }');
  const shout = await one(`shout(word) { return word + '!'; }`);
  assert.equal((await finder.instancesWith(add)).length, 3, 'subclasses are instances');
  assert.equal((await finder.instancesWith(await one('special() {}'))).length, 1);
  assert.equal((await finder.instancesWith(await one('alone() {}'))).length, 0);
  assert.equal((await finder.objectsHolding(shout, 'shout')).length, 1);
  const classes = await finder.classesHolding(make, 'make');
  assert.equal(classes.length, 1);
  assert.match(await textOf(program, classes[0]!), /^class Store/);
});

test('what leads to an object is told through maps and sets as well, as an expression', async (t) => {
  const program = await TestProgram.run(
    t,
    `class Member { ping() { return 'pong'; } }
     const { ping } = Member.prototype;
     const byName = new Map([['main', new Member()], [{}, new Member()]]);
     const pool = { byName, others: new Set([1, new Member()]) };
     exports.shop = { pool };
     exports.ping = () => [ping, pool];`,
  );
  const { finder } = program.target;
  const [ping] = await finder.functionsWithText(`ping() { return 'pong'; }`);
  const members = await finder.instancesWith(ping!);
  assert.deepEqual([...(await finder.expressionsFor(program.namespace, members))].sort(), [
    '[...exports.shop.pool.byName.values()][1]',
    '[...exports.shop.pool.others][1]',
    'exports.shop.pool.byName.get("main")',
  ]);
  const fromVariables = await finder.variablesFor(await program.exported('ping'), members);
  assert.ok(fromVariables.includes('pool.byName.get("main")'), String(fromVariables));
});

for (const [fileName, source, expected] of [
  ['main.cjs', plain, ['bound', 'keep', 'two']],
  ['main.cjs', 'module.exports = function main() {};', ['default']],
  ['main.cjs', 'module.exports = Object.assign(() => {}, { other() {} });', ['default']],
  ['main.cjs', 'const all = { a() {}, n: 1, b: () => {} }; module.exports = all;', ['a', 'b']],
  [
    'main.mjs',
    'export default () => {}; export function a() {} export const n = 1;',
    ['a', 'default'],
  ],
  ['main.mjs', 'function a() {} export { a as b, a as c };', ['b']],
  ['main.mjs', 'export default { a() {}, b: 1 };', ['a']],
  ['main.mjs', 'export {};', []],
] as const) {
  test(`exported functions of ${fileName} ${source.trim().slice(0, 60)}: ${expected.join(', ')}`, async (t) => {
    const program = await TestProgram.run(t, source, { fileName });
    const exported = await program.target.finder.exportedFunctions(program.namespace);
    assert.deepEqual(exported.map(({ name }) => name).sort(), expected);
  });
}

/** Everything that a search could trip over, each counting how often it ran. */
const hostile = `
  let ran = 0;
  const count = () => { ran++; throw new Error('the program ran'); };
  const traps = Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((trap) => [trap, count]));
  class Hostile {
    constructor() { Object.defineProperty(this, 'own', { get: count, enumerable: true, configurable: true }); }
    method() { return this; }
    get value() { return count(); }
    get [Symbol.toStringTag]() { return count(); }
    toString() { return count(); }
    valueOf() { return count(); }
    toJSON() { return count(); }
    static method() {}
    static toString() { return count(); }
    static get name() { return count(); }
    static [Symbol.hasInstance]() { return count(); }
    static get length() { return count(); }
  }
  function target() { return 'target'; }
  Object.defineProperty(target, 'name', { get: count });
  Object.defineProperty(target, 'toString', { get: count });
  target.constructor = count;
  const kept = [
    new Hostile(),
    target,
    { target, get other() { return count(); } },
    new Proxy(target, traps),
    new Proxy({ target }, traps),
    new Proxy(Hostile, traps),
    new Proxy(new Hostile(), traps),
    Object.create(new Proxy({ target }, traps)),
    Object.setPrototypeOf(function () {}, new Proxy(Function.prototype, traps)),
  ];
  class Derived extends Hostile {}
  kept.push(new Derived());
  Object.defineProperty(Object.getPrototypeOf(() => {}), 'toString', { value: count, writable: true, configurable: true });
  Array.prototype.push = count;
  Array.prototype.filter = Array.prototype[Symbol.iterator] = count;
  Reflect.ownKeys = Reflect.apply = Reflect.getOwnPropertyDescriptor = count;
  Object.getOwnPropertyDescriptor = Object.getPrototypeOf = Object.keys = count;
  module.exports = { target, Hostile, ran: () => ran, modules: () => process.moduleLoadList.length, kept, get surprise() { return count(); } };
`;

for (const { name, executable } of installedNodes()) {
  test(`nothing of the program runs, however hostile it is, on Node ${name}`, async (t) => {
    const program = await TestProgram.run(t, hostile, { node: executable });
    const { finder } = program.target;
    const before = await program.call<number>('ran');
    const modules = await program.call('modules');
    const [target] = await finder.functionsWithText(`function target() { return 'target'; }`);
    assert.ok(target !== undefined, 'the function itself, and not a proxy of it');
    assert.equal(
      (await finder.functionPlace(target))?.line0,
      lineOf(program, 'function target') - 1,
    );
    const holders = await finder.objectsHolding(target, 'target');
    assert.equal(
      holders.length,
      4,
      'the literal, module.exports and the objects behind two proxies',
    );
    assert.equal((await finder.classesHolding(target, 'target')).length, 0);
    const [method] = await finder.functionsWithText('method() { return this; }');
    assert.equal((await finder.instancesWith(method!)).length, 3, 'proxies are none');
    const exported = await finder.exportedFunctions(program.namespace);
    assert.deepEqual(exported.map(({ name: each }) => each).sort(), [
      'Hostile',
      'modules',
      'ran',
      'target',
    ]);
    assert.equal(await program.call('ran'), before);
    assert.equal(await program.call('modules'), modules, 'and Node loads nothing for it');
  });
}

/** 1-based line of the program that contains a text. */
function lineOf({ file }: TestProgram, text: string): number {
  return (
    1 +
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text))
  );
}

async function textOf(program: TestProgram, fn: RemoteObject): Promise<string> {
  return valueOf(program.target.client, fn, 'function () { return String(this) }');
}
