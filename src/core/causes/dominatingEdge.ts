import type { HeapIndex } from '../heap/heapIndex';

/** The edge by which `from` leads to `to`, directly or through what it dominates; the first edge where neither. */
export function dominatingEdge(index: HeapIndex, from: number, to: number): number {
  const { graph, strong, tree } = index;
  let leading = graph.firstEdge[from]!;
  let best = 0;
  for (let edge = graph.firstEdge[from]!; edge < graph.firstEdge[from + 1]!; edge++) {
    if (strong[edge] === 0) continue;
    const target = graph.edgeTo[edge]!;
    const rank = target === to ? 2 : tree.dominates(target, to) ? 1 : 0;
    if (rank > best) [best, leading] = [rank, edge];
  }
  return leading;
}
