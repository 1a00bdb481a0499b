import type { ScriptPosition } from './locationTable';
import type { StringTable } from './stringTable';
import type { TraceTree } from './traceTree';

export type { ScriptPosition } from './locationTable';
export type { StringTable } from './stringTable';
export type { TraceFrame, TraceTree } from './traceTree';

/**
 * A heap snapshot as a structure of arrays. A node is known by its ordinal, 0 to `nodeCount - 1`
 * (node 0 is V8's synthetic root); the edges of node `n` are `firstEdge[n]` to `firstEdge[n + 1] - 1`.
 *
 * All indices were checked when the graph was made. It does not promise that every node can be
 * reached from the root, nor that edges hold what they point at: see `strongEdges`.
 */
export interface HeapGraph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Indices into `nodeTypes`. */
  readonly nodeType: Uint8Array;
  /** Indices into `strings`. */
  readonly nodeName: Uint32Array;
  /** V8's object ids, which rise with time; V8 gives odd ones to JavaScript objects. */
  readonly nodeId: Uint32Array | Float64Array;
  /** Bytes. */
  readonly nodeSelfSize: Uint32Array | Float64Array;
  /** To be given to `traces`; 0 where the allocation was not tracked. */
  readonly nodeTrace: Uint32Array;
  /** `nodeCount + 1` entries. */
  readonly firstEdge: Uint32Array;
  /** Indices into `edgeTypes`. */
  readonly edgeType: Uint8Array;
  /** Index into `strings`, or the element's own index: see {@link edgeIsNamed}. */
  readonly edgeName: Uint32Array;
  /** Node ordinals. */
  readonly edgeTo: Uint32Array;
  readonly nodeTypes: readonly string[];
  readonly edgeTypes: readonly string[];
  readonly strings: StringTable;
  /** By node ordinal; for closures their function, for instances of classes their constructor. */
  readonly locations: ReadonlyMap<number, ScriptPosition>;
  readonly traces: TraceTree;
}

/** The root's ordinal: V8 always writes it first. */
export const rootOrdinal = 0;

const namedEdgeTypes: ReadonlySet<string> = new Set([
  'context',
  'property',
  'internal',
  'shortcut',
  'weak',
]);

/** Whether an edge of this type carries a name; one of an unknown, future type is taken not to. */
export function edgeTypeIsNamed(type: string | undefined): boolean {
  return type !== undefined && namedEdgeTypes.has(type);
}

/** Whether `edgeName` is an index into `strings` (otherwise it is the index of an element or slot). */
export function edgeIsNamed(graph: HeapGraph, edge: number): boolean {
  return edgeTypeIsNamed(graph.edgeTypes[graph.edgeType[edge]!]);
}

/** `property`, `element`, `context`, `internal` …, as V8 calls it. */
export function edgeKindOf({ edgeTypes, edgeType }: HeapGraph, edge: number): string {
  return edgeTypes[edgeType[edge]!]!;
}

/** The edge's name, or its index as digits. */
export function edgeLabel(graph: HeapGraph, edge: number): string {
  const name = graph.edgeName[edge]!;
  return edgeIsNamed(graph, edge) ? graph.strings.get(name) : String(name);
}

/** Where the first edge of a kind leads that has one of some names. */
export function targetNamed(
  graph: HeapGraph,
  node: number,
  kind: string,
  ...labels: readonly string[]
): number | undefined {
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    const isIt = edgeKindOf(graph, edge) === kind && labels.includes(edgeLabel(graph, edge));
    if (isIt) return graph.edgeTo[edge];
  }
  return undefined;
}

/**
 * Finds nodes by V8's object id.
 *
 * @returns a function from id to ordinal; its index (4 to 8 bytes per node) is built with the first call
 */
export function nodeByIdIndex(graph: HeapGraph): (id: number) => number | undefined {
  let index: IdIndex | undefined;
  return (id) => (index ??= buildIdIndex(graph)).find(id);
}

interface IdIndex {
  find(id: number): number | undefined;
}

/** Open addressing over ordinals, at most half full: a `Map` of numbers takes ten times the memory. */
function buildIdIndex(graph: HeapGraph): IdIndex {
  const ids = graph.nodeId;
  const bits = Math.max(4, Math.ceil(Math.log2(graph.nodeCount * 2)));
  const slots = new Uint32Array(2 ** bits); // ordinal + 1, 0 = free
  const mask = slots.length - 1;
  for (let ordinal = 0; ordinal < graph.nodeCount; ordinal++) {
    let slot = hash(ids[ordinal]!, bits);
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = ordinal + 1;
  }
  return {
    find(id) {
      for (let slot = hash(id, bits); slots[slot] !== 0; slot = (slot + 1) & mask) {
        const ordinal = slots[slot]! - 1;
        if (ids[ordinal] === id) return ordinal;
      }
      return undefined;
    },
  };
}

/** Multiplicative (Fibonacci) hashing. */
function hash(id: number, bits: number): number {
  const folded = (id | 0) ^ Math.floor(id / 0x100000000);
  return Math.imul(folded, 0x9e3779b1) >>> (32 - bits);
}
