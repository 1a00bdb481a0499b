import assert from 'node:assert/strict';
import test from 'node:test';
import { birthBatches, bornBefore, bornLate } from '../../src/core/heap/births';
import { nameOf, typeOf } from '../../src/core/heap/heapIndex';
import { UserError } from '../../src/errors';
import { Deadline } from '../../src/inspector/deadline';
import { PhaseClock } from '../../src/inspector/phaseClock';
import {
  trackSurvivors,
  type TrackedRun,
  type TrackingPlan,
} from '../../src/inspector/explain/tracker';
import { installedNodes } from '../installedNodes';
import { TestProgram } from './testProgram';

const plenty = 60_000;

const programText = `
  class Session {}
  class Temporary {}
  class Recent {}
  class Older {}
  const older = [new Older(), new Older()];
  exports.older = () => older.length;
  exports.flags = () => require('node:v8').cachedDataVersionTag();
  const sessions = [];
  const recent = [];
  let made = 0;
  function add() { sessions.push(new Session()); }
  exports.call = function call() {
    new Temporary();
    add();
    if (made === 0) add();
    recent[made++ % 2] = new Recent();
  };
  exports.stuckOnThird = () => (++made === 3 ? new Promise(() => {}) : undefined);
`;

for (const { name, executable } of installedNodes()) {
  test(`objects are told by the batch they were born in, on Node ${name}`, async (t) => {
    const program = await TestProgram.run(t, programText, { node: executable });
    const clock = new PhaseClock();
    const tracked = await track(program, 'call', [1, 1, 2, 3], { clock });
    const { boundaries } = tracked;
    assert.equal(boundaries.length, 5);
    assert.ok(
      boundaries.slice(1).every((boundary, at) => boundary > boundaries[at]!),
      boundaries.join(' < '),
    );
    const births = birthsOf(tracked);
    assert.deepEqual(births('Session'), [2, 1, 2, 3]);
    assert.deepEqual(births('Recent'), [0, 0, 0, 2]);
    assert.deepEqual(births('Temporary'), [0, 0, 0, 0]);
    assert.deepEqual(births('Older'), { before: 2 });
    for (const phase of ['explain', 'snapshot', 'parse'] as const) {
      assert.ok(clock.phases[phase]! > 0, phase);
    }
  });
}

test('what a snapshot needs is known before it is made, and where there is no room none is', async (t) => {
  const program = await TestProgram.run(t, programText);
  const flags = await program.call('flags');
  let chunks = 0;
  program.target.client.on('HeapProfiler.addHeapSnapshotChunk', () => chunks++);
  await assert.rejects(
    track(program, 'call', [1, 1, 1], { availableBytes: 1_000_000 }),
    ({ name, message }: Error) =>
      name === 'DeclinedError' &&
      /^Explaining a heap of \d\d,\d\d\d objects needs about [\d.]+ MB .* 1 MB are free/.test(
        message,
      ),
  );
  assert.equal(chunks, 0);
  assert.equal(await program.call('flags'), flags, 'V8 moves what survives as before');
  const tracked = await track(program, 'call', [1, 2, 3], { availableBytes: 1_000_000_000 });
  assert.deepEqual(birthsOf(tracked)('Session'), [2, 2, 3], 'and later, with room, as ever');
});

test('births are exact also without the stacks, which heavy calls would wait for', async (t) => {
  const program = await TestProgram.run(t, programText);
  const tracked = await track(program, 'call', [1, 1, 2, 3], { withStacks: false });
  const births = birthsOf(tracked);
  assert.deepEqual(births('Session'), [2, 1, 2, 3]);
  assert.deepEqual(births('Recent'), [0, 0, 0, 2]);
  assert.deepEqual(births('Older'), { before: 2 });
});

for (const { name, executable } of installedNodes()) {
  test(`the stack that allocated a survivor is known, optimised or not, and wherever V8 moves it, on Node ${name}`, async (t) => {
    const program = await TestProgram.run(t, programText, {
      node: executable,
      nodeArgs: ['--compact-on-every-full-gc'],
    });
    const { driver } = program.target;
    await driver.aim({ fn: await program.exported('call') });
    await driver.run(20_000, 500);
    const { graph, boundaries } = await track(program, 'call', [1, 1]);
    const births = birthBatches(graph, boundaries);
    const survivors = nodesOf(graph, 'Session').filter((node) => births[node]! >= 0);
    assert.equal(survivors.length, 2);
    for (const survivor of survivors) {
      const stack = graph.traces.stack(graph.nodeTrace[survivor]!);
      const called = stack.filter(({ functionName }) => functionName !== 'Session');
      const names = called.map(({ functionName }) => functionName);
      assert.deepEqual(names.slice(0, 2), ['add', 'call']);
      assert.equal(called[0]!.scriptName, program.file);
    }
  });
}

test('the driver goes on where it was after the snapshot', async (t) => {
  const program = await TestProgram.run(t, programText);
  await track(program, 'call', [1]);
  assert.equal((await program.target.driver.run(2, plenty)).calls, 2);
});

test('a snapshot that cannot be read is an error of that snapshot alone, and the driver goes on', async (t) => {
  const program = await TestProgram.run(t, programText);
  const reason = new Error('there is no room for it');
  const onSnapshotChunk = (): never => {
    throw reason;
  };
  await assert.rejects(track(program, 'call', [1], { onSnapshotChunk }), reason);
  assert.equal((await program.target.driver.run(2, plenty)).calls, 2);
  const tracked = await track(program, 'call', [1, 2, 3]);
  assert.deepEqual(birthsOf(tracked)('Recent'), [0, 0, 2], 'and the next one is read');
});

test('a call that gets stuck while it is tracked ends in time', async (t) => {
  const program = await TestProgram.run(t, programText);
  await program.target.driver.aim({ fn: await program.exported('stuckOnThird') });
  const run = trackSurvivors(
    program.target,
    { calls: [1, 1, 1], callTimeoutMillis: 300, deadline: new Deadline(plenty), withStacks: true },
    new PhaseClock(),
  );
  await assert.rejects(
    run,
    (error) => error instanceof UserError && error.code === 'never-settles',
  );
});

test('larger batches that there is no time for are left out, single ones are not', async (t) => {
  const program = await TestProgram.run(t, programText);
  const { calls, boundaries } = await track(program, 'call', [1, 1, 1, 24, 24], {
    deadline: new Deadline(1),
  });
  assert.deepEqual(calls, [1, 1, 1]);
  assert.equal(boundaries.length, 4);
});

test('an abort while V8 walks the heap ends the wait', async (t) => {
  const abort = new AbortController();
  const program = await TestProgram.run(t, programText, { signal: abort.signal });
  const reason = new Error('stopped by the test');
  const running = track(program, 'call', new Array<number>(50).fill(1));
  const stop = program.target.client.on('HeapProfiler.lastSeenObjectId', () => {
    stop();
    abort.abort(reason);
  });
  await assert.rejects(running, reason);
});

async function track(
  program: TestProgram,
  name: string,
  calls: readonly number[],
  options: Partial<TrackingPlan> & { readonly clock?: PhaseClock } = {},
): Promise<TrackedRun> {
  const { clock = new PhaseClock(), ...plan } = options;
  await program.target.driver.aim({ fn: await program.exported(name) });
  const byDefault = { callTimeoutMillis: plenty, deadline: new Deadline(plenty), withStacks: true };
  return trackSurvivors(program.target, { ...byDefault, ...plan, calls }, clock);
}

/** How many instances of a class each batch left, or how many are older where no batch left any. */
function birthsOf({
  graph,
  boundaries,
}: TrackedRun): (className: string) => number[] | { before: number } {
  const births = birthBatches(graph, boundaries);
  return (className) => {
    const instances = nodesOf(graph, className);
    const before = instances.filter((node) => births[node] === bornBefore).length;
    assert.ok(instances.every((node) => births[node] !== bornLate));
    if (before > 0) return { before };
    return boundaries
      .slice(1)
      .map((_, batch) => instances.filter((node) => births[node] === batch).length);
  };
}

function nodesOf(graph: TrackedRun['graph'], className: string): number[] {
  return [...Array(graph.nodeCount).keys()].filter(
    (node) =>
      typeOf(graph, node) === 'object' &&
      nameOf(graph, node) === className &&
      isInstance(graph, node),
  );
}

/** V8 calls a class's prototype by its name too; only that has the class as its own property. */
function isInstance(graph: TrackedRun['graph'], node: number): boolean {
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    const isProperty = graph.edgeTypes[graph.edgeType[edge]!] === 'property';
    if (isProperty && graph.strings.get(graph.edgeName[edge]!) === 'constructor') return false;
  }
  return true;
}
