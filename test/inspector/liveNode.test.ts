import assert from 'node:assert/strict';
import test from 'node:test';
import { indexHeap, nameOf, typeOf, type HeapIndex } from '../../src/core/heap/heapIndex';
import { Deadline } from '../../src/inspector/deadline';
import { liveNode } from '../../src/inspector/explain/liveNode';
import { trackSurvivors } from '../../src/inspector/explain/tracker';
import { PhaseClock } from '../../src/inspector/phaseClock';
import { valueOf } from '../../src/inspector/protocol/remoteObject';
import { installedNodes } from '../installedNodes';
import { TestProgram } from './testProgram';

const programText = `
  class InProperty {}
  class InOuterScope {}
  class OfGlobal {}
  class InMap {}
  class Replaced {}
  const large = Array.from({ length: 200_000 }, (_, at) => ({ at }));
  const shop = { tills: [undefined, { drawer: new InProperty() }], spare: new Replaced() };
  globalThis.catalogue = { entries: new OfGlobal() };
  const names = new Map([[{}, new InMap()]]);
  function makeCall() {
    const outer = new InOuterScope();
    return (() => {
      const inner = { calls: 0 };
      return () => (inner.calls++, outer, large.length, shop, names.size);
    })();
  }
  exports.call = makeCall();
  exports.classOf = (object) => object.constructor.name;
  exports.replace = () => void (shop.spare = new Replaced());
`;

for (const { name, executable } of installedNodes()) {
  test(`what properties and variables lead to is found without a walk over a large heap, on Node ${name}`, async (t) => {
    const program = await TestProgram.run(t, programText, { node: executable });
    const index = await indexOf(program);
    const asked = commandsOf(program);
    for (const className of ['InProperty', 'InOuterScope', 'OfGlobal']) {
      assert.equal(await classFound(program, index, className), className);
    }
    assert.ok(!asked.includes(walk), asked.join());
    assert.equal(await classFound(program, index, 'InMap'), 'InMap', 'by a walk');
    assert.equal(asked.filter((method) => method === walk).length, 1);
  });
}

test('what has taken the place of another is not taken for it', async (t) => {
  const program = await TestProgram.run(t, programText);
  const index = await indexOf(program);
  await program.call('replace');
  assert.equal(await classFound(program, index, 'Replaced'), undefined);
});

const walk = 'HeapProfiler.getObjectByHeapObjectId';

async function indexOf(program: TestProgram): Promise<HeapIndex> {
  await program.target.driver.aim({ fn: await program.exported('call') });
  const plan = { calls: [1, 1, 1], callTimeoutMillis: 60_000, withStacks: false };
  const deadline = new Deadline(60_000);
  const tracked = await trackSurvivors(program.target, { ...plan, deadline }, new PhaseClock());
  return indexHeap(tracked.graph, tracked.boundaries);
}

/** The class that the program says the live object of the only instance of a class is of. */
async function classFound(
  { target, namespace }: TestProgram,
  index: HeapIndex,
  className: string,
): Promise<string | undefined> {
  const object = await liveNode(target, index, instanceOf(index, className));
  if (object === undefined) return undefined;
  const ask = 'function (object) { return this.default.classOf(object) }';
  return valueOf<string>(target.client, namespace, ask, [object]);
}

/** V8 calls a class's prototype by its name too; that is what the class refers to. */
function instanceOf({ graph, idom }: HeapIndex, className: string): number {
  for (let node = 0; node < graph.nodeCount; node++) {
    const isNamed = typeOf(graph, node) === 'object' && nameOf(graph, node) === className;
    if (isNamed && typeOf(graph, idom[node]!) !== 'closure') return node;
  }
  throw new Error(`no instance of ${className}`);
}

/** What the target is asked from now on, by method. */
function commandsOf({ target: { client } }: TestProgram): readonly string[] {
  const asked: string[] = [];
  const send = client.sendRunning.bind(client);
  client.sendRunning = (method, ...params) => {
    asked.push(method);
    return send(method, ...params);
  };
  return asked;
}
