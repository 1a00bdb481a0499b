import assert from 'node:assert/strict';
import test from 'node:test';
import { SurvivorMatrix } from '../../src/core/loop/survivors';
import { collectPatiently } from '../../src/inspector/loop/collect';
import { evaluate } from '../../src/inspector/protocol/remoteObject';
import { Sampler } from '../../src/inspector/loop/sampler';
import type { Target } from '../../src/inspector/process/target';
import { installedNodes } from '../installedNodes';
import { TestProgram } from './testProgram';

const plenty = 60_000;

/** Every list has its room before the loop, so that a call allocates one object and nothing else. */
const programText = `
  class Session { constructor() { this.id = 1; } }
  function listOf(room) { return new Array(room).fill(undefined); }
  let next = 0;
  const kept = listOf(4096);
  exports.keepsOne = function keepsOne() { kept[next++] = new Session(); };

  const recent = listOf(5);
  exports.keepsGiven = function keepsGiven(given) { kept[next++] = given; };

  exports.keepsFive = function keepsFive() { recent[next++ % 5] = new Session(); };

  exports.keepsNothing = function keepsNothing() { return new Session(); };
  exports.keepsNothingAsync = async function keepsNothingAsync() { await new Session(); };

  exports.everyFourth = function everyFourth() { if (next++ % 4 === 0) kept[next] = new Session(); };

  function inner() { kept[next++] = new Session(); }
  exports.outer = function outer() { inner(); };
  exports.optimize = () => { %OptimizeFunctionOnNextCall(exports.outer); };
  exports.prepare = () => { %PrepareFunctionForOptimization(exports.outer); };
  exports.isOptimized = () => (%GetOptimizationStatus(exports.outer) & 16) !== 0;
`;

for (const { name, executable } of installedNodes()) {
  test(`one survivor per call is counted as exactly that, batch by batch, on Node ${name}`, async (t) => {
    await using loop = await Loop.start(t, 'keepsOne', { node: executable });
    for (const calls of [1, 1, 1, 2, 4, 8]) await loop.batch(calls);
    assert.deepEqual(loop.survivors(), [
      [1],
      [1, 1],
      [1, 1, 1],
      [1, 1, 1, 2],
      [1, 1, 1, 2, 4],
      [1, 1, 1, 2, 4, 8],
    ]);
    const [site] = loop.sites();
    const frames = loop.sampler.stack(site!);
    // V8 counts the constructor as the allocating function, or its caller.
    assert.ok(frames.length >= 1 && frames.length <= 2);
    assert.equal(frames.at(-1)!.functionName, 'keepsOne');
    assert.ok(frames.every(({ url }) => url.endsWith('main.cjs')));
  });
}

test('survivors that are evicted leave the matrix, what is bounded stays bounded', async (t) => {
  await using loop = await Loop.start(t, 'keepsFive');
  for (const calls of [1, 1, 1, 1, 1, 1, 1, 3]) await loop.batch(calls);
  assert.deepEqual(loop.survivors().slice(4), [
    [1, 1, 1, 1, 1],
    [0, 1, 1, 1, 1, 1],
    [0, 0, 1, 1, 1, 1, 1],
    [0, 0, 0, 0, 0, 1, 1, 3],
  ]);
});

test('what leaks with every fourth call is counted with these calls', async (t) => {
  await using loop = await Loop.start(t, 'everyFourth');
  for (const calls of [4, 4, 8, 16]) await loop.batch(calls);
  assert.deepEqual(loop.survivors().at(-1), [1, 1, 2, 4]);
});

for (const { name, executable } of installedNodes()) {
  test(`arguments that are kept are counted, once V8 has optimised the driver as well, on Node ${name}`, async (t) => {
    const given = '(i) => [{ id: i }]';
    await using loop = await Loop.start(t, 'keepsGiven', { node: executable, given });
    const batches = [500, 500, 1_000, 2_000];
    for (const calls of batches) await loop.batch(calls);
    const survivors = loop.survivors().at(-1)!;
    // V8 keeps what it compiles, some twenty objects in one of the batches.
    batches.forEach((calls, batch) => {
      const ofV8 = survivors[batch]! - calls;
      assert.ok(ofV8 >= 0 && ofV8 <= 60, survivors.join());
    });
  });
}

test('garbage is not seen, nor is anything of our own', async (t) => {
  for (const name of ['keepsNothing', 'keepsNothingAsync']) {
    await using loop = await Loop.start(t, name);
    for (const calls of [1, 1, 2, 16]) await loop.batch(calls);
    assert.deepEqual(loop.sites(), [], name);
  }
});

test('what the driver and the inspector allocate is site 0, on no stack of the program', async (t) => {
  await using loop = await Loop.start(t, 'keepsOne');
  for (const calls of [1, 2, 4]) await loop.batch(calls);
  const { samples } = await loop.sampler.read();
  assert.ok(
    samples.some(({ site }) => site === 0),
    'V8 lists what we allocated',
  );
  assert.deepEqual(loop.sampler.stack(0), []);
  const { scriptId } = loop.target.driver;
  for (const site of new Set(samples.map(({ site }) => site))) {
    assert.ok(loop.sampler.stack(site).every((frame) => frame.scriptId !== scriptId));
  }
});

test('a site keeps its number when V8 numbers its stacks anew', async (t) => {
  await using loop = await Loop.start(t, 'keepsOne');
  for (const calls of [1, 2]) await loop.batch(calls);
  const before = loop.sites();
  await loop.target.client.send('HeapProfiler.collectGarbage');
  for (const calls of [4, 8]) await loop.batch(calls);
  assert.deepEqual(loop.sites(), before);
});

test('the part stays the same when V8 inlines, and no survivor is lost', async (t) => {
  await using loop = await Loop.start(t, 'outer');
  await loop.program.call('prepare');
  for (const calls of [2, 2]) await loop.batch(calls);
  await loop.program.call('optimize');
  for (const calls of [2, 4, 8]) await loop.batch(calls);
  assert.equal(await loop.program.call('isOptimized'), true);
  assert.deepEqual(loop.survivors().at(-1), [2, 2, 2, 4, 8]);
  const origins = loop.sites().map((site) => loop.sampler.origin(site));
  assert.equal(new Set(origins.map(({ part }) => part)).size, 1, 'one part');
  const [{ part, isProgram }] = origins as [(typeof origins)[0]];
  assert.equal(isProgram, true);
  assert.equal(loop.sampler.stack(part)[0]?.functionName, 'outer');
});

test('a wider interval sees fewer samples, which stand for all bytes, and disposing ends the sampling', async (t) => {
  const loop = await Loop.start(t, 'keepsOne', { interval: 1_000 });
  await loop.batch(4_000);
  const [alive] = loop.matrix.series(loop.sites()).after;
  assert.ok(alive!.objects[0]! < 400, `${alive!.objects[0]}`);
  const share = alive!.bytes[0]! / 4_000;
  // 32 bytes each, 128 samples: five standard deviations either way
  assert.ok(share > 18 && share < 46, `${share} bytes a call`);
  await loop[Symbol.asyncDispose]();
  const { client } = loop.target;
  await assert.rejects(
    client.send('HeapProfiler.getSamplingProfile'),
    /not collecting|not started|/i,
  );
});

interface LoopOptions {
  readonly node?: string;
  readonly interval?: number;
  /** An expression: the arguments of each call by its number. */
  readonly given?: string;
}

/** Batches of one function with the sampler on. */
class Loop implements AsyncDisposable {
  private constructor(
    readonly program: TestProgram,
    readonly sampler: Sampler,
    readonly matrix: SurvivorMatrix,
  ) {}

  static async start(
    t: test.TestContext,
    name: string,
    { node = process.execPath, interval = 1, given }: LoopOptions = {},
  ): Promise<Loop> {
    const nodeArgs = ['--allow-natives-syntax'];
    const program = await TestProgram.run(t, programText, { node, nodeArgs });
    const { target } = program;
    const { objectId } = await evaluate(target.client, given ?? '() => []');
    await target.driver.aim({ fn: await program.exported(name), argsOf: { objectId: objectId! } });
    await target.driver.run(64, plenty); // hidden classes, feedback: what V8 makes once
    await collectPatiently(target);
    const sampler = await Sampler.start(target, interval);
    return new Loop(program, sampler, new SurvivorMatrix(await sampler.read()));
  }

  get target(): Target {
    return this.program.target;
  }

  async batch(calls: number): Promise<void> {
    await this.target.driver.run(calls, plenty);
    await collectPatiently(this.target);
    this.matrix.add(calls, await this.sampler.read());
  }

  /** After each batch: how many of each batch are alive, at all sites of the program together. */
  survivors(): readonly (readonly number[])[] {
    return this.matrix.series(this.sites()).after.map(({ objects }) => objects);
  }

  /** Without what V8 and Node keep for themselves at odd moments. */
  sites(): readonly number[] {
    return this.matrix.sites().filter((site) => this.sampler.origin(site).isProgram);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.sampler[Symbol.asyncDispose]();
  }
}
