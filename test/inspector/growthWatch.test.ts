import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { fileUrlToPath } from '../../src/core/source/fileUrl';
import { ownScripts } from '../../src/core/source/ownScripts';
import { collectPatiently } from '../../src/inspector/loop/collect';
import type {
  GrowthWatch,
  WatchedFrame,
  WatchedStore,
} from '../../src/inspector/watch/growthWatch';
import { callOn, release, type RemoteObject } from '../../src/inspector/protocol/remoteObject';
import { installedNodes } from '../installedNodes';
import { TestProgram } from './testProgram';

const stores = join(process.cwd(), 'test', 'fixtures', 'inspector', 'stores.cjs');

for (const { name, executable } of installedNodes()) {
  test(`the line of every kind of store is recorded, and nothing is left, on Node ${name}`, async (t) => {
    const program = await TestProgram.load(t, stores, { node: executable });
    for (const each of await namesOf(program, 'cases')) {
      const found = await watched(program, each);
      assert.ok(found.length > 0, `${each}: nothing recorded`);
      for (const { frames } of found) {
        const own = frames.find(({ url }) => fileUrlToPath(url) === stores);
        assert.equal(own?.line, program.lineOf(each), each);
      }
    }
  });

  test(`where nothing can be watched the call works as ever, on Node ${name}`, async (t) => {
    const program = await TestProgram.load(t, stores, { node: executable });
    for (const each of await namesOf(program, 'quiet')) {
      assert.deepEqual(await watched(program, each), [], each);
    }
  });
}

const laterProgram = `
  const kept = (exports.kept = []);
  let give;
  (async function loop() {
    for (;;) {
      const given = await new Promise((resolve) => (give = resolve));
      kept.push(given);
      given.isStored();
    }
  })();
  exports.byTimer = () => new Promise((isStored) => setTimeout(() => isStored(kept.push({})), 1));
  exports.byLoop = () => new Promise((isStored) => give({ isStored }));
`;

for (const { name, executable } of installedNodes()) {
  test(`a store in a later turn tells what set that going, on Node ${name}`, async (t) => {
    const program = await TestProgram.run(t, laterProgram, { node: executable });
    const kept = await program.exported('kept');
    for (const caller of ['byTimer', 'byLoop']) {
      await using watch = await program.target.watches.open();
      await watch.interpose(kept, []);
      await watch.traceOrigins();
      // What the loop waits for at first was made before anything was traced.
      for (const call of [caller, caller]) await program.callAsync(call);
      await watch.restore();
      const { frames, origins } = (await watch.stores()).at(-1)!;
      const isCaller = (frame: WatchedFrame) => frame.functionName.endsWith(caller);
      assert.equal(frames.some(isCaller), false, 'not on the stack of the store');
      assert.ok(origins.flat().some(isCaller), JSON.stringify(origins));
    }
    await using watch = await program.target.watches.open();
    await watch.interpose(kept, []);
    await program.callAsync('byTimer');
    assert.deepEqual((await watch.stores())[0]?.origins, [], 'nothing is traced any more');
  });
}

test('a store tells its key and the class of its value', async (t) => {
  const program = await TestProgram.load(t, stores);
  const told = async (name: string): Promise<unknown> =>
    (await watched(program, name)).map(({ key, className }) => ({ key, className }));
  assert.deepEqual(await told('array push'), [{ key: '0', className: 'Session' }]);
  assert.deepEqual(await told('map'), [{ key: 'string', className: 'Session' }]);
  assert.deepEqual(await told('set'), [{ key: 'value', className: 'Session' }]);
  assert.deepEqual(await told('weak map'), [{ key: 'object', className: 'Session' }]);
  assert.deepEqual(await told('object key'), [{ key: 'key 41', className: 'Session' }]);
  assert.deepEqual(await told('symbol key'), [{ key: 'symbol', className: 'Session' }]);
  assert.deepEqual(await told('string property'), [{ key: 'text', className: undefined }]);
});

const movingProgram = `
  const old = { name: 'old' };
  exports.list = { first: null, last: null };
  exports.call = () => {
    exports.list.last = old;
    const added = { title: 'added' };
    exports.list.first = added;
    exports.list.last = added;
  };
`;

for (const { name, executable } of installedNodes()) {
  test(`what is stored for the first time is told from what only changes its place, on Node ${name}`, async (t) => {
    const program = await TestProgram.run(t, movingProgram, { node: executable });
    await program.target.client.send('HeapProfiler.takeHeapSnapshot', {});
    const watch = await watchOn(program, 'list');
    await program.call('call');
    await watch.restore();
    assert.deepEqual(
      (await watch.stores()).map(({ key, moves }) => ({ key, moves })),
      [
        { key: 'last', moves: true },
        { key: 'first', moves: false },
        { key: 'last', moves: true },
      ],
    );
  });
}

const errorProgram = `
  let formatted = 0;
  exports.formatted = () => formatted;
  exports.list = [];
  exports.push = () => void exports.list.push({});
  exports.fails = () => { exports.list.push({}); throw new Error('the call failed'); };
  exports.settings = () => {
    const { prepareStackTrace, stackTraceLimit } = Object.getOwnPropertyDescriptors(Error);
    return [prepareStackTrace, stackTraceLimit].map((each) => each && { ...each, value: String(each.value), get: typeof each.get });
  };
  exports.format = () => { Error.prepareStackTrace = () => { formatted++; return 'formatted by the program'; }; };
  exports.shorten = () => { Error.stackTraceLimit = 0; };
  exports.hide = () => {
    Object.defineProperty(Error, 'prepareStackTrace', { configurable: true, get() { formatted++; }, set() { formatted++; } });
    Object.defineProperty(Error, 'stackTraceLimit', { configurable: true, enumerable: false, get: () => { formatted++; return 3; } });
  };
  exports.remove = () => { delete Error.prepareStackTrace; delete Error.stackTraceLimit; };
  exports.lock = () => { Object.defineProperty(Error, 'prepareStackTrace', { value: () => { formatted++; return []; }, configurable: false, writable: false }); };
`;

for (const setting of ['shape', 'format', 'shorten', 'hide', 'remove', 'lock']) {
  test(`how the program formats stacks is left alone and not used: ${setting}`, async (t) => {
    const program = await TestProgram.run(t, errorProgram);
    if (setting !== 'shape') await program.call(setting);
    const settings = await program.call('settings');
    const before = await program.call<number>('formatted');
    const watch = await watchOn(program, 'list');
    for (const call of ['push', 'push']) await program.call(call);
    await assert.rejects(program.call('fails'), /the call failed|formatted by the program|Error/);
    const formattedByFailure = await program.call<number>('formatted');
    await watch.restore();
    const found = await watch.stores();
    assert.equal(found.length, 3);
    assert.deepEqual(await program.call('settings'), settings);
    if (setting === 'lock') {
      assert.deepEqual(found[0]?.frames, [], 'no stack where the formatter cannot be moved aside');
    } else {
      const frames = found[0]!.frames.filter(
        ({ url }) => url !== '' && !url.startsWith(ownScripts), // V8's own push has a frame, too
      );
      assert.equal(frames[0]?.functionName, 'exports.push');
      assert.equal(frames[0].url, program.file);
    }
    const ownErrors = setting === 'format' || setting === 'lock' ? 1 : 0;
    assert.equal(formattedByFailure - before, ownErrors, 'only for its own error');
  });
}

test('values that die are not reported, however many are stored', async (t) => {
  const program = await TestProgram.run(
    t,
    `
    class Kept {}
    exports.map = new Map();
    exports.call = () => {
      for (let i = 0; i < 50; i++) exports.map.set('same', new Array(10));
      exports.map.set('kept', new Kept());
      exports.map.delete('same');
    };
    `,
  );
  const watch = await watchOn(program, 'map');
  await program.call('call');
  await watch.restore();
  await collectPatiently(program.target);
  const found = await watch.stores();
  assert.deepEqual(
    found.map(({ className }) => className),
    ['Kept'],
  );
});

test('values that were taken away again are not reported, though a variable keeps them', async (t) => {
  const program = await TestProgram.run(
    t,
    `
    class Kept {}
    class Passing {}
    let key, passing;
    exports.map = new Map();
    exports.set = new Set();
    exports.object = {};
    exports.call = () => {
      key = {};
      passing = new Passing();
      exports.map.set(key, passing);
      exports.set.add(passing);
      exports.object.passing = passing;
      exports.map.set({}, new Kept());
      exports.set.add(new Kept());
      exports.object.kept = new Kept();
      exports.map.delete(key);
      exports.set.delete(passing);
      delete exports.object.passing;
    };
    `,
  );
  const watches = await Promise.all(['map', 'set', 'object'].map((name) => watchOn(program, name)));
  await program.call('call');
  for (const watch of watches) {
    await watch.restore();
    const found = await watch.stores();
    assert.deepEqual(
      found.map(({ className }) => className),
      ['Kept'],
    );
  }
});

test('a watch that is disposed of has put everything back and holds nothing', async (t) => {
  const program = await TestProgram.run(
    t,
    `
    let last;
    exports.holder = { current: {} };
    exports.call = () => { const value = {}; last = new WeakRef(value); exports.holder.current = value; };
    exports.drop = () => { exports.holder.current = undefined; };
    exports.isAlive = () => last.deref() !== undefined;
    exports.shape = () => JSON.stringify(Object.getOwnPropertyDescriptor(exports.holder, 'current'));
    exports.plain = () => Object.getPrototypeOf(exports.holder) === Object.prototype;
    `,
  );
  {
    await using watch = await watchOn(program, 'holder');
    await program.call('call');
    assert.equal((await watch.stores()).length, 1);
  }
  assert.equal(await program.call('plain'), true);
  await program.call('drop');
  assert.equal(
    await program.call('shape'),
    '{"writable":true,"enumerable":true,"configurable":true}',
  );
  await collectPatiently(program.target);
  assert.equal(await program.call('isAlive'), false, 'no handle of ours keeps the value');
});

test('a program that undoes the watch itself keeps what it did', async (t) => {
  const program = await TestProgram.run(
    t,
    `
    exports.object = { a: {}, b: {}, c: {} };
    const own = { set(value) { this.stored = value; }, get() { return 'own'; }, enumerable: true, configurable: true };
    const prototype = { inherited: true };
    exports.call = () => {
      const { object } = exports;
      Object.defineProperty(object, 'a', own);
      Object.defineProperty(object, 'b', { value: 'fixed', writable: false, configurable: true, enumerable: false });
      delete object.c;
      Object.setPrototypeOf(object, prototype);
    };
    exports.after = () => {
      const { a, b, c } = Object.getOwnPropertyDescriptors(exports.object);
      return [a.get === own.get && a.set === own.set, b.value, b.writable, b.enumerable, c === undefined,
        Object.getPrototypeOf(exports.object) === prototype];
    };
    `,
  );
  const watch = await watchOn(program, 'object');
  await program.call('call');
  await watch.restore();
  assert.deepEqual(await program.call('after'), [true, 'fixed', false, false, true, true]);
});

test('two watches on one object are restored in the opposite order', async (t) => {
  const program = await TestProgram.load(t, stores);
  for (const name of ['array push', 'map', 'property assigned again', 'promise then']) {
    await program.call('open', name);
    const outer = await watchOn(program, name);
    const inner = await watchOn(program, name);
    await program.call('growBoth', name);
    await inner.restore();
    await outer.restore();
    assert.deepEqual(await program.call('differences', name), [], name);
  }
});

/** Watches the container of a case for one call; afterwards it has to be as its twin that nobody watched. */
async function watched(program: TestProgram, name: string): Promise<WatchedStore[]> {
  const links = await program.call<string[]>('open', name);
  await using watch = await program.target.watches.open();
  const object = await handleOf(program, name);
  await watch.interpose(object, links);
  await program.call('growBoth', name);
  await watch.restore();
  assert.deepEqual(await program.call('differences', name), [], name);
  return await watch.stores();
}

async function watchOn(program: TestProgram, name: string): Promise<GrowthWatch> {
  const watch = await program.target.watches.open();
  const object = await handleOf(program, name);
  await watch.interpose(object, []);
  await release(program.target.client, object);
  return watch;
}

/** A handle to the container of a case or to an export; a promise is not waited for. */
async function handleOf({ target, namespace }: TestProgram, name: string): Promise<RemoteObject> {
  const { result } = await target.client.send('Runtime.callFunctionOn', {
    objectId: namespace.objectId,
    functionDeclaration:
      'function (name) { return this.default.objectOf?.(name) ?? this.default[name] }',
    arguments: [{ value: name }],
  });
  return { objectId: result.objectId! };
}

async function namesOf(program: TestProgram, group: string): Promise<string[]> {
  const cases = await program.exported(group);
  const names = await callOn(
    program.target.client,
    cases,
    'function () { return Object.keys(this).join() }',
  );
  return String(names.value).split(',');
}
