import { rootOrdinal, type HeapGraph } from './heapGraph';
import { parseEphemeronEdge } from './ephemeronEdge';

/**
 * The edges that lead to each node: those of node `n` stand at `firstRetainer[n]` to
 * `firstRetainer[n + 1] - 1` of both other arrays, in the order of the edges.
 */
export interface Retainers {
  /** `nodeCount + 1` entries. */
  readonly firstRetainer: Uint32Array;
  /** Node ordinals. */
  readonly retainingNode: Uint32Array;
  /** Edges, as indices into the graph's edge arrays. */
  readonly retainingEdge: Uint32Array;
}

/** Counting sort of the edges by target; O(nodes + edges), 8 bytes per edge. Weak edges are in it too. */
export function buildRetainers(graph: HeapGraph): Retainers {
  const { nodeCount, edgeCount, firstEdge, edgeTo } = graph;
  // Shifted by one while filling: the slot of node n + 1 moves up to where its retainers end.
  const firstRetainer = new Uint32Array(nodeCount + 2);
  for (let edge = 0; edge < edgeCount; edge++) firstRetainer[edgeTo[edge]! + 2]!++;
  for (let node = 2; node <= nodeCount; node++) firstRetainer[node]! += firstRetainer[node - 1]!;
  const retainingNode = new Uint32Array(edgeCount);
  const retainingEdge = new Uint32Array(edgeCount);
  for (let node = 0; node < nodeCount; node++) {
    const end = firstEdge[node + 1]!;
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const slot = firstRetainer[edgeTo[edge]! + 1]!++;
      retainingNode[slot] = node;
      retainingEdge[slot] = edge;
    }
  }
  return { firstRetainer: firstRetainer.subarray(0, nodeCount + 1), retainingNode, retainingEdge };
}

/** One byte per edge: 1 where a walk follows it. */
export type EdgeFilter = Uint8Array;

/**
 * The edges that keep their target alive, as Chrome DevTools sees it:
 *
 * - weak edges never do;
 * - a WeakMap's value is held by key and table together; V8 draws an edge from each, and only the
 *   one from the key is followed: the map itself holds nothing;
 * - shortcuts repeat what other edges say, except for those of the root, which mark the global objects.
 */
export function strongEdges(graph: HeapGraph): EdgeFilter {
  const { nodeCount, firstEdge, edgeType, edgeName, nodeId } = graph;
  const rules = Uint8Array.from(graph.edgeTypes, ruleOf);
  const tableIdOf = ephemeronTables(graph);
  const strong = new Uint8Array(graph.edgeCount);
  for (let node = 0; node < nodeCount; node++) {
    const end = firstEdge[node + 1]!;
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const rule = rules[edgeType[edge]!];
      if (rule === Rule.Strong) strong[edge] = 1;
      else if (rule === Rule.FromRoot) strong[edge] = node === rootOrdinal ? 1 : 0;
      else if (rule === Rule.NotFromTable) {
        strong[edge] = tableIdOf(edgeName[edge]!) === nodeId[node] ? 0 : 1;
      }
    }
  }
  return strong;
}

const enum Rule {
  Weak,
  Strong,
  FromRoot,
  NotFromTable,
}

function ruleOf(edgeType: string): Rule {
  switch (edgeType) {
    case 'weak':
      return Rule.Weak;
    case 'shortcut':
      return Rule.FromRoot;
    case 'internal':
      return Rule.NotFromTable;
    default:
      return Rule.Strong;
  }
}

/** From a name's string index to the id of the WeakMap's table, if the name is that of a WeakMap's entry. */
function ephemeronTables(graph: HeapGraph): (name: number) => number | undefined {
  // Most internal edges share a few names ("map", "context" …): each is looked at once.
  const ordinary = new Uint8Array(graph.strings.length);
  return (name) => {
    if (ordinary[name] === 1) return undefined;
    const entry = parseEphemeronEdge(graph.strings.get(name));
    if (!entry) ordinary[name] = 1;
    return entry?.tableId;
  };
}
