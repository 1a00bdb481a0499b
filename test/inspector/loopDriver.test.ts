import assert from 'node:assert/strict';
import test from 'node:test';
import { isGrowing } from '../../src/core/loop/verdict';
import type { LoopDriver } from '../../src/inspector/loop/loopDriver';
import { callOn, evaluate, type RemoteObject } from '../../src/inspector/protocol/remoteObject';
import { runLoop } from '../../src/inspector/loop/runLoop';
import { warmUp } from '../../src/inspector/loop/warmUp';
import { installedNodes } from '../installedNodes';
import { TestProgram } from './testProgram';
import { said } from '../../src/core/report/sentence';

const plenty = 10_000;

const calls = `
  const seen = [];
  exports.seen = () => seen;
  exports.note = function note(...args) {
    seen.push({ args, receiver: this?.name, isNew: new.target !== undefined });
  };
  exports.receiver = { name: 'the receiver' };
  exports.argsOf = (i) => [i, 'call ' + i];
  exports.badArgs = () => { throw new RangeError('no arguments today'); };
  exports.thirdFails = (i) => { if (i % 3 === 2) throw new Error('third ' + i); };
  exports.hostile = () => { throw { get message() { throw new Error('no'); } }; };
  exports.nothing = () => { throw undefined; };
  exports.rejects = async () => { throw new TypeError('rejected'); };
  exports.thenable = () => ({ then: (resolve) => setTimeout(() => { seen.push('then'); resolve(); }, 1) });
  exports.slow = () => new Promise((resolve) => setTimeout(resolve, 20));
  exports.openTimer = () => { setInterval(() => {}, 1e6); };
`;

const empty = `
  exports.nothing = function nothing() {};
  exports.waits = async () => { await null; };
`;

for (const { name, executable } of installedNodes()) {
  test(`the driver is invisible: functions that keep nothing grow nowhere, on Node ${name}`, async (t) => {
    const program = await TestProgram.run(t, empty, { node: executable });
    const { target } = program;
    for (const each of ['nothing', 'waits']) {
      await target.driver.aim({ fn: await program.exported(each) });
      const warm = await warmUp(target, plenty, said``);
      const limits = { maxCalls: 127, timeBudgetMillis: 3_000, memoryBudgetBytes: 2 ** 28 };
      const loop = await runLoop(target, warm, { ...limits, callTimeoutMillis: plenty }, () => {});
      assert.ok(loop.batches.length >= 5, `${each}: ${loop.batches.length} batches`);
      assert.equal(loop.end.kind, 'finished');
      // V8 may keep a few objects of its own, once, when it optimises what is called: in one batch.
      const batchesWithSurvivors = loop.parts
        .filter(({ isProgram }) => isProgram)
        .map(({ series }) => (series.after.at(-1)?.objects ?? []).filter((born) => born > 0));
      assert.deepEqual(
        batchesWithSurvivors.filter(({ length }) => length > 1),
        [],
        `${each}: no part leaves something behind batch after batch`,
      );
      assert.equal(isGrowing(loop.parts), false, each);
    }
  });
}

test('each call gets its arguments and its receiver, and the number of calls goes on', async (t) => {
  const { program, driver } = await drive(t);
  await driver.aim({
    fn: await program.exported('note'),
    receiver: await program.exported('receiver'),
    argsOf: await program.exported('argsOf'),
  });
  assert.equal((await driver.run(2, plenty)).calls, 2);
  await driver.rest();
  await driver.resume();
  assert.equal((await driver.run(1, plenty)).calls, 1);
  const [first, , third] = await program.call<unknown[]>('seen');
  assert.deepEqual(first, { args: [0, 'call 0'], receiver: 'the receiver', isNew: false });
  assert.deepEqual(third, { args: [2, 'call 2'], receiver: 'the receiver', isNew: false });
});

test('a constructor is called with new; without arguments and receiver there are none', async (t) => {
  const { program, driver } = await drive(t);
  await driver.aim({ fn: await program.exported('note'), constructs: true });
  await driver.run(1, plenty);
  await driver.aim({ fn: await program.exported('note') });
  await driver.run(1, plenty);
  assert.deepEqual(await program.call('seen'), [
    { args: [], isNew: true },
    { args: [], isNew: false },
  ]);
});

test('what calls throw is counted and the first is told; the loop goes on', async (t) => {
  const { program, driver } = await drive(t);
  await driver.aim({
    fn: await program.exported('thirdFails'),
    argsOf: await program.exported('argsOf'),
  });
  assert.equal((await driver.run(9, plenty)).calls, 9);
  const { settled, thrown, firstThrown } = await driver.status();
  assert.deepEqual({ settled, thrown }, { settled: 9, thrown: 3 });
  assert.equal(firstThrown?.message, 'third 2');
  assert.match(firstThrown.stack, /^Error: third 2\n {4}at exports\.thirdFails .*main\.cjs:/);
});

for (const [name, message] of [
  ['rejects', 'rejected'],
  ['nothing', 'undefined'],
  ['hostile', 'a value that cannot be shown'],
] as const) {
  test(`a call that fails with whatever it is counts once: ${name}`, async (t) => {
    const { program, driver } = await drive(t);
    await driver.aim({ fn: await program.exported(name) });
    await driver.run(2, plenty);
    const { settled, thrown, firstThrown } = await driver.status();
    assert.deepEqual({ settled, thrown }, { settled: 2, thrown: 2 });
    assert.equal(firstThrown?.message, message);
  });
}

test('arguments that throw count as a call that throws', async (t) => {
  const { program, driver } = await drive(t);
  const fn = await program.exported('note');
  await driver.aim({ fn, argsOf: await program.exported('badArgs') });
  await driver.run(2, plenty);
  assert.equal((await driver.status()).thrown, 2);
  assert.deepEqual(await program.call('seen'), []);
});

test('promises and thenables are waited for before the next call', async (t) => {
  const { program, driver } = await drive(t);
  await driver.aim({ fn: await program.exported('thenable') });
  await driver.run(3, plenty);
  assert.deepEqual(await program.call('seen'), ['then', 'then', 'then']);
});

test('a batch ends with the call in which its time runs out, or in which it is stopped', async (t) => {
  const { program, driver } = await drive(t);
  await driver.aim({ fn: await program.exported('slow') });
  const short = await driver.run(1_000, 30);
  assert.ok(short.calls >= 1 && short.calls <= 3, `${short.calls} calls`);
  assert.ok(short.millis >= 30 && short.millis < 1_000, `${short.millis} ms`);
  const stopped = driver.run(1_000, plenty);
  await driver.stop();
  assert.ok((await stopped).calls <= 2);
});

test('the resources of the program are counted, ours are not', async (t) => {
  const { program, driver } = await drive(t);
  assert.deepEqual(await driver.activeResources(), {});
  await program.call('openTimer');
  await program.call('openTimer');
  assert.deepEqual(await driver.activeResources(), { Timeout: 2 });
});

test('memory is what the process says of itself', async (t) => {
  const { driver } = await drive(t);
  const memory = await driver.memory();
  assert.deepEqual(Object.keys(memory).sort(), [
    'arrayBuffers',
    'external',
    'heapResident',
    'heapUsed',
    'rss',
  ]);
  assert.ok(Object.values(memory).every((bytes) => Number.isInteger(bytes)));
});

test('a program that replaces what JavaScript comes with does not disturb the calls', async (t) => {
  const { program, driver } = await drive(
    t,
    `
    let count = 0;
    exports.count = () => count;
    exports.call = async () => { count++; };
    const no = () => { throw new Error('replaced'); };
    Reflect.apply = Reflect.construct = performance.now = process.memoryUsage = no;
    Function.prototype.apply = Function.prototype.call = no;
    Array.prototype[Symbol.iterator] = no;
    globalThis.setImmediate = globalThis.setTimeout = no;
    globalThis.Promise = class { constructor() { no(); } };
    `,
  );
  await driver.aim({ fn: await program.exported('call') });
  assert.equal((await driver.run(3, plenty)).calls, 3);
  await driver.turn(1, 1);
  assert.ok((await driver.memory()).heapUsed > 0);
  assert.equal((await driver.status()).thrown, 0);
  assert.equal(await program.call('count'), 3);
});

test('at rest the driver holds neither function, receiver nor arguments', async (t) => {
  const { program, driver } = await drive(t);
  const { client } = program.target;
  const fn = await registered(program, '() => {}');
  const receiver = await registered(program, '({})');
  const argsOf = await registered(program, '() => []');
  await driver.aim({ fn, receiver, argsOf });
  await driver.run(1, plenty);
  const ids = [fn, receiver, argsOf].map(({ objectId }) => objectId);
  for (const objectId of ids) await client.send('Runtime.releaseObject', { objectId });
  await driver.turn(1, 0);
  await client.send('HeapProfiler.collectGarbage');
  assert.equal(await aliveOf(program), 3, 'aimed at');
  await driver.rest();
  await driver.turn(1, 0);
  await client.send('HeapProfiler.collectGarbage');
  assert.equal(await aliveOf(program), 0, 'at rest');
});

test('nothing of the program runs while it is held, and all of it after', async (t) => {
  const { program, driver } = await drive(
    t,
    `globalThis.ticks = 0; (function tick() { ticks++; setImmediate(tick); })();`,
  );
  const { client } = program.target;
  const read = async (): Promise<unknown> => (await evaluate(client, 'ticks')).value;
  const [first, second] = await driver.whileHeld(async () => [await read(), await read()]);
  assert.equal(first, second);
  await driver.turn(2, 0);
  assert.notEqual(await read(), first);
});

async function drive(
  t: test.TestContext,
  source = calls,
): Promise<{ readonly program: TestProgram; readonly driver: LoopDriver }> {
  const program = await TestProgram.run(t, source);
  return { program, driver: program.target.driver };
}

/** A new object of the target that a list of weak references there knows. */
async function registered(program: TestProgram, expression: string): Promise<RemoteObject> {
  const { client } = program.target;
  const list = await evaluate(client, '(globalThis.registered ??= [])');
  const declaration = `function () { const value = ${expression}; this.push(new WeakRef(value)); return value; }`;
  const value = await callOn(client, { objectId: list.objectId! }, declaration);
  return { objectId: value.objectId! };
}

async function aliveOf({ target }: TestProgram): Promise<unknown> {
  const count = 'registered.filter((each) => each.deref() !== undefined).length';
  return (await evaluate(target.client, count)).value;
}

for (const { name, executable } of installedNodes()) {
  test(`calls that allocate little are sampled exactly, and others so that there are some hundred samples, on Node ${name}`, async (t) => {
    const program = await TestProgram.run(
      t,
      `exports.light = () => new Array(600).fill(1);
       exports.heavy = () => new Array(60_000).fill(1);
       exports.slow = () => {
         const until = performance.now() + 20;
         while (performance.now() < until);
         return new Array(60_000).fill(until);
       };`,
      { node: executable },
    );
    const { target } = program;
    const intervals: number[] = [];
    for (const each of ['light', 'heavy', 'slow']) {
      await target.driver.aim({ fn: await program.exported(each) });
      const { sampler, calls } = await warmUp(target, plenty, said``);
      intervals.push(sampler.interval);
      assert.ok(calls < 60, `${String(calls)} calls`);
      await sampler[Symbol.asyncDispose]();
    }
    const [light, heavy, slow] = intervals as [number, number, number];
    assert.equal(light, 1, '5 kB a call');
    assert.ok(heavy > 1_000 && heavy < 10_000, `480 kB a call: ${String(heavy)}`);
    assert.ok(slow > 1_000, `480 kB a call, and what reading the clock takes: ${String(slow)}`);
  });
}
