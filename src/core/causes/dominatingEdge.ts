import { rootOrdinal } from '../heap/heapGraph';
import type { HeapIndex, Retainer } from '../heap/heapIndex';
import { isTransparent } from './typeKey';

/**
 * The edge by which a dominator leads to a node: directly, or through what it dominates; where several of its edges
 * do so together, that of the shortest way.
 */
export function dominatingEdge(index: HeapIndex, from: number, to: number): number {
  const { graph, strong, tree } = index;
  let leading: number | undefined;
  let best = 0;
  for (let edge = graph.firstEdge[from]!; edge < graph.firstEdge[from + 1]!; edge++) {
    if (strong[edge] === 0) continue;
    const target = graph.edgeTo[edge]!;
    const rank = target === to ? 2 : tree.dominates(target, to) ? 1 : 0;
    if (rank > best) [best, leading] = [rank, edge];
  }
  return leading ?? edgeOfShortestWay(index, from, to);
}

/** Every way from the root to what it dominates leads over `from`, so the shortest one as well. */
function edgeOfShortestWay({ graph, paths }: HeapIndex, from: number, to: number): number {
  for (let at = to; at !== rootOrdinal && paths.distance[at]! >= 0; at = paths.parent[at]!) {
    if (paths.parent[at] === from) return paths.parentEdge[at]!;
  }
  return graph.firstEdge[from]!;
}

/** The nearest object of the program's that dominates a node, and the edge by which it leads there. */
export function dominatingHolder(index: HeapIndex, node: number): Retainer {
  const { idom } = index;
  let below = node;
  let at = idom[node]!;
  while (isTransparent(index, at) && at !== idom[at]) {
    below = at;
    at = idom[at]!;
  }
  return { node: at, edge: dominatingEdge(index, at, below) };
}
