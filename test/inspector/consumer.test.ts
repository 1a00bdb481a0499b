import assert from 'node:assert/strict';
import test from 'node:test';
import { UserError } from '../../src/errors';
import { guardedRun } from '../../src/inspector/loop/guardedRun';
import type { CallTarget, LoopDriver } from '../../src/inspector/loop/loopDriver';
import { TestProgram } from './testProgram';

const plenty = 10_000;

const calls = `
  const { Readable, Duplex, PassThrough } = require('node:stream');
  const seen = [];
  exports.seen = () => seen.splice(0);
  function* values() { for (const value of [1, 2]) { seen.push(value); yield value; } seen.push('end'); }
  async function* later() { for (const value of values()) { await null; yield value; } }
  exports.generator = values;
  exports.asyncGenerator = later;
  exports.promised = async () => later();
  exports.byHand = () => {
    const generator = values();
    return { next: () => generator.next(), [Symbol.iterator]() { return this; } };
  };
  exports.stream = () => Readable.from(values());
  exports.piped = () => Readable.from(values()).pipe(new PassThrough({ objectMode: true }));
  exports.readAlready = () => Readable.from(values()).on('data', () => {});
  exports.webStream = () => Readable.toWeb(Readable.from(values()));

  exports.list = () => [seen];
  exports.iterable = () => ({ [Symbol.iterator]() { seen.push('iterated'); return values(); } });
  exports.listCell = () => ({
    get next() { seen.push('getter'); return () => {}; },
    [Symbol.iterator]() { seen.push('iterated'); return this; },
  });
  const trap = (_target, key) => { if (key !== 'then') seen.push(key); };
  exports.proxy = () => new Proxy(values(), { get: trap, has: trap, getOwnPropertyDescriptor: trap });
  exports.socket = () => new Duplex({ read() { seen.push('read'); }, write() {} });

  exports.endless = function* () { try { for (;;) yield 1; } finally { seen.push('returned'); } };
  exports.breaks = function* () { yield 1; throw new Error('broken'); };
  exports.hangs = async function* () { await new Promise(() => {}); };

  exports.answers = (name, callback) => { setImmediate(() => { seen.push(name); callback(null, name); }); };
  exports.fails = (callback) => process.nextTick(callback, new TypeError('no such thing'));
  exports.tellsValue = (callback) => callback('a value');
  exports.promises = async (callback) => { callback(new Error('of the callback')); await null; seen.push('settled'); };
  exports.forgets = (callback) => {};
  exports.callsFirst = (callback, i) => { seen.push(i); callback(); };
  exports.placed = (i, callback) => [callback, i];
  const ownArguments = ['a name'];
  exports.own = () => ownArguments;
  exports.argumentsLeft = () => ownArguments.length;
`;

test("an array of the program's own that the arguments come from gets no callback put into it", async (t) => {
  const { program, driver } = await aimed(t, 'answers');
  await driver.aim({
    fn: await program.exported('answers'),
    argsOf: await program.exported('own'),
    callbackAt: 1,
  });
  await driver.run(3, plenty);
  assert.deepEqual(await program.call('seen'), ['a name', 'a name', 'a name']);
  assert.equal(await program.call('argumentsLeft'), 1);
});

for (const name of [
  'generator',
  'asyncGenerator',
  'promised',
  'byHand',
  'stream',
  'piped',
  'readAlready',
  'webStream',
]) {
  test(`what a call returns is used up before the next one: ${name}`, async (t) => {
    const { program, driver } = await aimed(t, name);
    await driver.run(2, plenty);
    assert.deepEqual(await program.call('seen'), [1, 2, 'end', 1, 2, 'end']);
    const { thrown, left } = await driver.status();
    assert.deepEqual({ thrown, left }, { thrown: 0, left: undefined });
  });
}

for (const name of ['list', 'iterable', 'listCell', 'proxy']) {
  test(`data is no work to be done, and none of its code runs: ${name}`, async (t) => {
    const { program, driver } = await aimed(t, name);
    await driver.run(2, plenty);
    assert.deepEqual(await program.call('seen'), []);
    assert.equal((await driver.status()).left, undefined);
  });
}

test('a stream that has to be written to is left alone, and that is told', async (t) => {
  const { program, driver } = await aimed(t, 'socket');
  await driver.run(2, plenty);
  assert.deepEqual(await program.call('seen'), []);
  assert.equal((await driver.status()).left, 'duplex');
});

test('an endless iterator is ended, and that is told', async (t) => {
  const { program, driver } = await aimed(t, 'endless');
  await driver.run(2, plenty);
  assert.deepEqual(await program.call('seen'), ['returned', 'returned']);
  assert.equal((await driver.status()).left, 'endless');
});

test('what an iterator throws counts as thrown by the call', async (t) => {
  const { driver } = await aimed(t, 'breaks');
  await driver.run(2, plenty);
  const { thrown, firstThrown } = await driver.status();
  assert.deepEqual([thrown, firstThrown?.message], [2, 'broken']);
});

test('nothing is used up where that is not wanted', async (t) => {
  const { program, driver } = await aimed(t, 'generator', { drains: false });
  await driver.run(2, plenty);
  assert.deepEqual(await program.call('seen'), []);
});

test('a call that gets a callback lasts until it is called', async (t) => {
  const { program, driver } = await aimed(t, 'answers', { callbackAt: 1 });
  await driver.run(2, plenty);
  assert.equal((await program.call<unknown[]>('seen')).length, 2);
  assert.equal((await driver.status()).thrown, 0);
});

test('an error that a callback gets counts as thrown by the call, and any other value does not', async (t) => {
  const { program, driver } = await aimed(t, 'fails', { callbackAt: 0 });
  await driver.run(2, plenty);
  const { settled, thrown, firstThrown } = await driver.status();
  assert.deepEqual([settled, thrown, firstThrown?.message], [2, 2, 'no such thing']);
  await driver.aim({ fn: await program.exported('tellsValue'), callbackAt: 0 });
  await driver.run(2, plenty);
  const told = await driver.status();
  assert.deepEqual([told.settled, told.thrown], [2, 0], 'told of these calls alone');
});

test('where a promise is returned as well, it tells when the call is over', async (t) => {
  const { program, driver } = await aimed(t, 'promises', { callbackAt: 0 });
  await driver.run(2, plenty);
  assert.deepEqual(await program.call('seen'), ['settled', 'settled']);
  assert.equal((await driver.status()).thrown, 0);
});

test('arguments may have the callback at any place', async (t) => {
  const { program, driver } = await aimed(t, 'callsFirst');
  await driver.aim({
    fn: await program.exported('callsFirst'),
    argsOf: await program.exported('placed'),
    callbackAt: 'in arguments',
  });
  await driver.run(2, plenty);
  assert.deepEqual(await program.call('seen'), [0, 1]);
});

for (const [name, call, words] of [
  ['forgets', { callbackAt: 0 }, /callback that it got was not called.*--no-callback/],
  ['hangs', {}, /iterator that it returned has not come to its end.*--no-drain/],
] as const) {
  test(`a call that waits in vain says for what, and what to do: ${name}`, async (t) => {
    const { program } = await aimed(t, name, call);
    await assert.rejects(guardedRun(program.target, 2, plenty, 300), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, 'never-settles');
      assert.match(error.message, words);
      return true;
    });
  });
}

async function aimed(
  t: test.TestContext,
  name: string,
  call: Omit<CallTarget, 'fn'> = {},
): Promise<{ readonly program: TestProgram; readonly driver: LoopDriver }> {
  const program = await TestProgram.run(t, calls);
  const { driver } = program.target;
  await driver.aim({ fn: await program.exported(name), ...call });
  return { program, driver };
}
