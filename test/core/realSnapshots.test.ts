import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { distancesFromRoot, noEdge } from '../../src/core/heap/distances';
import { immediateDominators } from '../../src/core/heap/dominators';
import { edgeLabel, nodeByIdIndex, type HeapGraph } from '../../src/core/heap/heapGraph';
import { buildRetainers, strongEdges } from '../../src/core/heap/retainers';
import { retainedSizes } from '../../src/core/heap/retainedSizes';
import { SnapshotParser } from '../../src/core/heap/snapshotParser';
import { installedNodes } from '../installedNodes';
import {
  analyseWithDevTools,
  distanceEdgesOfDevTools,
  withoutEdgesIntoThePage,
  type DevToolsResult,
} from './devToolsOracle';
import { snapshotOf, trackedSnapshotOf } from './realSnapshots';

const program = `
class Session { constructor(i) { this.number = i + 0.5; this.text = ['session', i, '☃ é'].join(' '); } }
class Secret { constructor(i) { this.i = i; } }
const sessions = [];
const secrets = new WeakMap();
for (let i = 0; i < 500; i++) {
  const session = new Session(i);
  sessions.push(session);
  if (i < 50) secrets.set(session, new Secret(i));
}
globalThis.lone = ['x\\ud800y' + sessions.length];
globalThis.getSessions = function getSessions() { return [sessions, secrets]; };
globalThis.ref = new WeakRef(sessions[0]);
new FinalizationRegistry(() => {}).register(sessions[1], sessions[2]);
`;

for (const { name, executable } of installedNodes()) {
  describe(`A snapshot made by Node (${name})`, () => {
    let graph: HeapGraph;
    let devTools: DevToolsResult;

    before(async () => {
      const chunks = await snapshotOf(executable, program);
      graph = parse(chunks);
      devTools = await analyseWithDevTools(chunks);
    });

    test('has the nodes and locations that DevTools reads', () => {
      assert.deepEqual(Float64Array.from(graph.nodeId), devTools.ids);
      const types = Array.from(graph.nodeType, (type) => graph.nodeTypes[type]);
      assert.deepEqual(types, devTools.types);
      // DevTools writes this in front of the names of native objects.
      const names = devTools.names.map((text) => text.replace(/^Detached /, ''));
      assert.deepEqual(
        Array.from(graph.nodeName, (index) => graph.strings.get(index)),
        names,
      );
      assert.ok(graph.locations.size > 100);
      assert.deepEqual(new Map(graph.locations), devTools.locations);
    });

    test('has the dominators and retained sizes of DevTools for every node', () => {
      const strong = withoutEdgesIntoThePage(graph, strongEdges(graph));
      const idom = immediateDominators(graph, buildRetainers(graph), strong);
      assert.deepEqual(idom, devTools.dominators);
      const nodeSelfSize = devTools.selfSizes;
      assert.deepEqual(retainedSizes({ ...graph, nodeSelfSize }, idom), devTools.retainedSizes);
    });

    test('has the distances of DevTools, but for what hangs on values of WeakMaps', () => {
      const filter = distanceEdgesOfDevTools(graph, strongEdges(graph));
      const { distance, parentEdge, parent } = distancesFromRoot(graph, filter);
      const hangsOnWeakMap = (from: number): boolean => {
        for (let node = from; parentEdge[node] !== noEdge; node = parent[node]!) {
          if (edgeLabel(graph, parentEdge[node]!).includes(' pair in WeakMap (')) return true;
        }
        return false;
      };
      let nearer = 0;
      for (let node = 0; node < graph.nodeCount; node++) {
        const [here, there] = [distance[node]!, Math.max(-1, devTools.distances[node]!)];
        if (here === there) continue;
        nearer++;
        assert.ok(here < there && hangsOnWeakMap(node), `node ${node}: ${here}, not ${there}`);
      }
      assert.ok(nearer < graph.nodeCount / 100, `${nearer} of ${graph.nodeCount} are nearer`);
    });

    test('shows the objects of the program, held as the language says', () => {
      const sessions = objects(graph, 'Session');
      const secrets = objects(graph, 'Secret');
      assert.deepEqual([sessions.length, secrets.length], [500, 50]);
      const retainers = buildRetainers(graph);
      const strong = strongEdges(graph);
      const idom = immediateDominators(graph, retainers, strong);
      for (const secret of secrets) {
        assert.equal(nodeName(graph, idom[secret]!), 'Session', 'a WeakMap is held by its keys');
      }
      const sizes = retainedSizes(graph, idom);
      const holder = objects(graph, 'Array').find((node) => sizes[node]! > 500 * 24);
      assert.notEqual(holder, undefined);
      assert.equal(nodeByIdIndex(graph)(graph.nodeId[sessions[7]!]!), sessions[7]);
      let total = 0;
      for (const size of graph.nodeSelfSize) total += size;
      assert.equal(sizes[0], total);
    });

    test('has its strings, those outside ASCII too', () => {
      const strings = new Set(
        Array.from({ length: graph.strings.length }, (_, i) => graph.strings.get(i)),
      );
      assert.ok(strings.has('getSessions'));
      // No character beyond U+FFFF: V8 itself cuts those off to 16 bits.
      assert.ok(strings.has('session 499 ☃ é'));
    });
  });

  test(`A snapshot with allocation tracking made by Node (${name}) tells the stack of an allocation`, async () => {
    const script = [
      'class Tracked { constructor() { this.list = [1]; } }',
      '  function make() { return new Tracked(); }',
      'globalThis.kept = []; for (let i = 0; i < 20; i++) globalThis.kept.push(make());',
    ].join('\n');
    const expression = `require('vm').runInThisContext(${JSON.stringify(script)}, 'tracked.js')`;
    const graph = parse(await trackedSnapshotOf(executable, expression));
    const stacks = Array.from(graph.nodeTrace, (trace) => graph.traces.stack(trace));
    const made = stacks.filter((stack) =>
      stack.some(({ functionName }) => functionName === 'make'),
    );
    // How many is V8's affair: Node 18 and 24 do not notice what their fastest allocations make.
    assert.notEqual(made.length, 0);
    const names = made.map((stack) => stack.map(({ functionName }) => functionName).join(' < '));
    assert.ok(names.some((text) => text.startsWith('Tracked < make <  < runInThisContext')));
    const make = made[0]!.find(({ functionName }) => functionName === 'make')!;
    assert.deepEqual([make.scriptName, make.line0, make.column0], ['tracked.js', 1, 15]);
    assert.ok(make.scriptId > 0);
    assert.deepEqual(graph.traces.stack(0), []);
  });
}

function parse(chunks: readonly (string | Uint8Array)[]): HeapGraph {
  const parser = new SnapshotParser();
  for (const chunk of chunks) parser.push(chunk);
  return parser.finish();
}

function nodeName(graph: HeapGraph, node: number): string {
  return graph.strings.get(graph.nodeName[node]!);
}

/** Ordinals of the objects of a class, without its prototype. */
function objects(graph: HeapGraph, className: string): number[] {
  const object = graph.nodeTypes.indexOf('object');
  return [...graph.nodeName.keys()].filter(
    (node) =>
      graph.nodeType[node] === object &&
      nodeName(graph, node) === className &&
      !hasEdge(graph, node, 'constructor'),
  );
}

function hasEdge(graph: HeapGraph, node: number, label: string): boolean {
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    if (edgeLabel(graph, edge) === label) return true;
  }
  return false;
}
