import { Readable } from 'node:stream';
import { parse } from 'heap-snapshot-toolkit';
import { edgeLabel, rootOrdinal, type HeapGraph } from '../../src/core/heap/heapGraph';
import type { EdgeFilter } from '../../src/core/heap/retainers';

/**
 * What Chrome DevTools' own front end computes for a snapshot (packed by `heap-snapshot-toolkit`),
 * one entry per node ordinal.
 */
export interface DevToolsResult {
  readonly ids: Float64Array;
  readonly names: readonly string[];
  readonly types: readonly string[];
  /** After DevTools has moved the sizes of backing stores and other internals to their owners. */
  readonly selfSizes: Float64Array;
  readonly distances: Int32Array;
  readonly dominators: Uint32Array;
  readonly retainedSizes: Float64Array;
  /** By ordinal. */
  readonly locations: ReadonlyMap<
    number,
    { readonly scriptId: number; readonly line0: number; readonly column0: number }
  >;
}

/** The parts of DevTools' `JSHeapSnapshot` that are read here; its published types leave some out. */
interface JSHeapSnapshot {
  readonly nodeCount: number;
  readonly nodeFieldCount: number;
  readonly nodeDistances: Int32Array;
  readonly dominatorsTree: Uint32Array;
  readonly retainedSizes: Float64Array;
  createNode(index: number): {
    id(): number;
    rawName(): string;
    type(): string;
    selfSize(): number;
  };
  getLocation(nodeIndex: number): {
    readonly scriptId: number;
    readonly lineNumber: number;
    readonly columnNumber: number;
  } | null;
}

export async function analyseWithDevTools(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): Promise<DevToolsResult> {
  const stream = Readable.toWeb(Readable.from(chunks)) as Parameters<typeof parse>[0];
  const snapshot = (await parse(stream)) as unknown as JSHeapSnapshot;
  const { nodeCount, nodeFieldCount } = snapshot;
  const nodes = Array.from({ length: nodeCount }, (_, i) =>
    snapshot.createNode(i * nodeFieldCount),
  );
  return {
    ids: Float64Array.from(nodes, (node) => node.id()),
    names: nodes.map((node) => node.rawName()),
    types: nodes.map((node) => node.type()),
    selfSizes: Float64Array.from(nodes, (node) => node.selfSize()),
    distances: snapshot.nodeDistances,
    dominators: snapshot.dominatorsTree,
    retainedSizes: snapshot.retainedSizes,
    locations: new Map(
      nodes.flatMap((_, ordinal) => {
        const at = snapshot.getLocation(ordinal * nodeFieldCount);
        if (!at) return [];
        const { scriptId, lineNumber: line0, columnNumber: column0 } = at;
        return [[ordinal, { scriptId, line0, column0 }] as const];
      }),
    ),
  };
}

/**
 * DevTools leaves out of its dominators the edges from what is not the page's to what is (so that a
 * debugger does not change them). For leaks such an edge counts as any other, hence the difference.
 */
export function withoutEdgesIntoThePage(graph: HeapGraph, strong: EdgeFilter): EdgeFilter {
  const owned = pageOwned(graph);
  const filter = strong.slice();
  forEachEdge(graph, (edge, from, to) => {
    if (from !== rootOrdinal && owned[to] === 1 && owned[from] === 0) filter[edge] = 0;
  });
  return filter;
}

/**
 * The edges that DevTools measures distances over: shortcuts too, which repeat other edges, but
 * neither V8's map of sloppy functions nor the descriptors that hidden classes share.
 *
 * One difference is left. Of the two edges to the value of a WeakMap, DevTools takes the one that its
 * search meets second, here it is always the key's: such values, and what hangs on them, may be nearer here.
 */
export function distanceEdgesOfDevTools(graph: HeapGraph, strong: EdgeFilter): EdgeFilter {
  const filter = strong.slice();
  forEachEdge(graph, (edge, from) => {
    if (graph.edgeTypes[graph.edgeType[edge]!] === 'shortcut') filter[edge] = 1;
    const type = graph.nodeTypes[graph.nodeType[from]!];
    const name = graph.strings.get(graph.nodeName[from]!);
    if (type === 'hidden' && name === 'system / NativeContext') {
      if (edgeLabel(graph, edge) === 'sloppy_function_map') filter[edge] = 0;
    } else if (type === 'array' && name === '(map descriptors)') {
      const index = parseInt(edgeLabel(graph, edge), 10);
      if (index >= 2 && index % 3 === 1) filter[edge] = 0;
    }
  });
  return filter;
}

/** What can be reached from the global objects over all but weak edges. */
function pageOwned(graph: HeapGraph): Uint8Array {
  const { firstEdge, edgeTo } = graph;
  const owned = new Uint8Array(graph.nodeCount);
  const typeOf = (edge: number): string | undefined => graph.edgeTypes[graph.edgeType[edge]!];
  const stack: number[] = [];
  const visit = (node: number): void => {
    if (owned[node] === 1) return;
    owned[node] = 1;
    stack.push(node);
  };
  for (let edge = firstEdge[rootOrdinal]!; edge < firstEdge[rootOrdinal + 1]!; edge++) {
    if (typeOf(edge) === 'shortcut') visit(edgeTo[edge]!);
  }
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      if (typeOf(edge) !== 'weak') visit(edgeTo[edge]!);
    }
  }
  return owned;
}

function forEachEdge(
  graph: HeapGraph,
  visit: (edge: number, from: number, to: number) => void,
): void {
  for (let from = 0; from < graph.nodeCount; from++) {
    for (let edge = graph.firstEdge[from]!; edge < graph.firstEdge[from + 1]!; edge++) {
      visit(edge, from, graph.edgeTo[edge]!);
    }
  }
}
