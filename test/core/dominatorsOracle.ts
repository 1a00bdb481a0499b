import { rootOrdinal, type HeapGraph } from '../../src/core/heap/heapGraph';
import type { EdgeFilter } from '../../src/core/heap/retainers';

/**
 * Immediate dominators straight from the definition, in O(nodes × edges): `a` dominates `b` when
 * `b` cannot be reached once `a` is gone. Unreachable nodes are given to the root by the rule that
 * `immediateDominators` documents.
 */
export function naiveDominators(graph: HeapGraph, strong: EdgeFilter): Uint32Array {
  const starts = [rootOrdinal, ...adoptedByRoot(graph, strong)];
  const dominated = Array.from({ length: graph.nodeCount }, (_, node) =>
    reachable(graph, strong, starts, node).map((reached, other) => !reached && other !== node),
  );
  const depth = (node: number): number =>
    node === rootOrdinal ? -1 : dominated.filter((nodes) => nodes[node]).length;
  return Uint32Array.from({ length: graph.nodeCount }, (_, node) => {
    if (node === rootOrdinal) return rootOrdinal;
    // Of all that dominate the node, the one that is itself dominated most often. The root always does.
    const candidates = dominated.flatMap((nodes, by) =>
      by !== rootOrdinal && nodes[node] ? [by] : [],
    );
    return candidates.reduce((best, by) => (depth(by) > depth(best) ? by : best), rootOrdinal);
  });
}

/** Whether each node can be reached, with `without` taken out. */
function reachable(
  graph: HeapGraph,
  strong: EdgeFilter,
  starts: readonly number[],
  without: number,
): boolean[] {
  const seen = new Array<boolean>(graph.nodeCount).fill(false);
  const stack = starts.filter((node) => node !== without);
  for (const node of stack) seen[node] = true;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
      const to = graph.edgeTo[edge]!;
      if (strong[edge] === 0 || seen[to] || to === without) continue;
      seen[to] = true;
      stack.push(to);
    }
  }
  return seen;
}

function adoptedByRoot(graph: HeapGraph, strong: EdgeFilter): readonly number[] {
  const held = new Set<number>();
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
      if (strong[edge] === 1 && graph.edgeTo[edge] !== node) held.add(graph.edgeTo[edge]!);
    }
  }
  const adopted: number[] = [];
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node).slice(1);
  const isReached = (node: number): boolean =>
    reachable(graph, strong, [rootOrdinal, ...adopted], -1)[node]!;
  for (const node of nodes) if (!held.has(node)) adopted.push(node);
  for (const node of nodes) if (!isReached(node)) adopted.push(node);
  return adopted;
}
