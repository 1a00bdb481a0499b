import { edgeLabel } from '../heap/heapGraph';
import type { HeapIndex, Retainer } from '../heap/heapIndex';
import { dominatingEdge } from './dominatingEdge';
import { isTransparent, typeKeyOf } from './typeKey';

/** Dominators that are looked at to tell whether there is a list. */
const window = 16;

/**
 * From a list's last old cell to the object that the list hangs from; the holder itself where there
 * is no list. Cells repeat a pattern of types and edges up the dominator tree, an owner does not.
 */
export function overList(index: HeapIndex, node: number, holder: Retainer): Retainer {
  const { idom } = index;
  const nodes = [node, holder.node];
  while (nodes.length <= window && idom[nodes.at(-1)!] !== nodes.at(-1)) {
    nodes.push(idom[nodes.at(-1)!]!);
  }
  const types = nodes.map((at) => typeKeyOf(index, at));
  const edges = nodes.slice(1).map((at, below) => directLabel(index, at, nodes[below]!));
  const period = repeatLength(types, edges);
  if (period === 0) return holder;
  let below = holder.node;
  let at = idom[below]!;
  for (let step = 2; at !== idom[at]; step++) {
    if (typeKeyOf(index, at) !== types[step % period]) break;
    below = at;
    at = idom[at]!;
  }
  while (isTransparent(index, at) && at !== idom[at]) {
    below = at;
    at = idom[at]!;
  }
  return { node: at, edge: dominatingEdge(index, at, below) };
}

/** The label of the edge between the two; undefined where they are linked by way of others. */
function directLabel(index: HeapIndex, from: number, to: number): string | undefined {
  const edge = dominatingEdge(index, from, to);
  return index.graph.edgeTo[edge] === to ? edgeLabel(index.graph, edge) : undefined;
}

/**
 * The shortest period (1 to 4) with which types and edges repeat from the start, three times at least;
 * else 0. Plain objects in plain objects are no list: `a` leads to `b`, where `next` leads to `next`.
 */
function repeatLength(types: readonly number[], edges: readonly (string | undefined)[]): number {
  for (let period = 1; period <= 4; period++) {
    const span = types.slice(0, 3 * period);
    if (span.length < 3 * period) return 0;
    const sameTypes = span.every((type, at) => type === span[at % period]);
    // The last cell may hang from the owner by another name: `head`, where others hang by `next`.
    const sameEdges = edges
      .slice(0, 2 * period)
      .every((edge, at, all) => edge === undefined || edge === (all[at % period] ?? edge));
    if (sameTypes && sameEdges) return period;
  }
  return 0;
}
