import { rootOrdinal, type HeapGraph } from './heapGraph';
import type { EdgeFilter, Retainers } from './retainers';

/**
 * Immediate dominators: the last node that every path from the root to a node passes.
 *
 * Semi-NCA, from L. Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems"
 * (Princeton, 2005), chapter 2, names as there: semidominators as Lengauer and Tarjan compute them
 * (1979, simple path compression), then for each vertex the nearest common ancestor, in the tree
 * built so far, of its parent and its semidominator. Nothing recurses: real chains have 100,000 links and more.
 *
 * What no followed edge reaches is taken as held by the root, as in DevTools: first each node
 * without any followed edge to it, with what it dominates; then, of what only holds itself in
 * circles, the node of lowest ordinal. `distancesFromRoot` tells which nodes those are.
 *
 * @returns ordinals; the root's is its own
 */
export function immediateDominators(
  graph: HeapGraph,
  retainers: Retainers,
  strong: EdgeFilter,
): Uint32Array {
  const tree = new DepthFirstTree(graph, strong);
  tree.visitFrom(rootOrdinal);
  if (tree.size < graph.nodeCount) visitUnreachable(tree, graph, retainers, strong);
  const semi = semidominators(tree, retainers, strong);
  const idom = nearestCommonAncestors(tree.parent, semi);
  const result = new Uint32Array(graph.nodeCount);
  for (let w = 0; w < idom.length; w++) result[tree.vertex[w]!] = tree.vertex[idom[w]!]!;
  return result;
}

/** Stands for "not visited" in `pre`. */
const unvisited = 0xffffffff;

/** A depth-first spanning tree; vertices are known by their preorder number, the root's being 0. */
class DepthFirstTree {
  size = 0;
  /** Preorder number of each node ordinal. */
  readonly pre: Uint32Array;
  /** Node ordinal of each preorder number. */
  readonly vertex: Uint32Array;
  /** Preorder number of the parent of each preorder number. */
  readonly parent: Uint32Array;
  /** 1 for preorder numbers that hang on the root although no followed edge leads to them. */
  readonly adopted: Uint8Array;
  private readonly nextEdge: Uint32Array;

  constructor(
    private readonly graph: HeapGraph,
    private readonly strong: EdgeFilter,
  ) {
    const { nodeCount } = graph;
    this.pre = new Uint32Array(nodeCount).fill(unvisited);
    this.vertex = new Uint32Array(nodeCount);
    this.parent = new Uint32Array(nodeCount);
    this.adopted = new Uint8Array(nodeCount);
    this.nextEdge = new Uint32Array(nodeCount);
  }

  /** Visits all that can be reached from `start`, which becomes a child of the root (or the root itself). */
  visitFrom(start: number): void {
    const { firstEdge, edgeTo } = this.graph;
    const { strong, pre, vertex, parent, nextEdge } = this;
    let size = this.size;
    const first = size;
    pre[start] = size;
    vertex[size] = start;
    nextEdge[size] = firstEdge[start]!;
    size++;
    let v = first;
    for (;;) {
      const end = firstEdge[vertex[v]! + 1]!;
      let edge = nextEdge[v]!;
      while (edge < end && (strong[edge] === 0 || pre[edgeTo[edge]!] !== unvisited)) edge++;
      if (edge === end) {
        if (v === first) break;
        v = parent[v]!;
        continue;
      }
      nextEdge[v] = edge + 1;
      const to = edgeTo[edge]!;
      pre[to] = size;
      vertex[size] = to;
      parent[size] = v;
      nextEdge[size] = firstEdge[to]!;
      v = size++;
    }
    this.adopted[first] = first === 0 ? 0 : 1;
    this.size = size;
  }
}

function visitUnreachable(
  tree: DepthFirstTree,
  graph: HeapGraph,
  retainers: Retainers,
  strong: EdgeFilter,
): void {
  for (let node = 0; node < graph.nodeCount; node++) {
    if (tree.pre[node] === unvisited && !hasStrongRetainer(node, retainers, strong)) {
      tree.visitFrom(node);
    }
  }
  for (let node = 0; node < graph.nodeCount && tree.size < graph.nodeCount; node++) {
    if (tree.pre[node] === unvisited) tree.visitFrom(node);
  }
}

function hasStrongRetainer(node: number, retainers: Retainers, strong: EdgeFilter): boolean {
  const { firstRetainer, retainingEdge, retainingNode } = retainers;
  for (let i = firstRetainer[node]!; i < firstRetainer[node + 1]!; i++) {
    if (strong[retainingEdge[i]!] === 1 && retainingNode[i] !== node) return true;
  }
  return false;
}

function semidominators(
  tree: DepthFirstTree,
  retainers: Retainers,
  strong: EdgeFilter,
): Uint32Array {
  const { size, pre, vertex, parent, adopted } = tree;
  const { firstRetainer, retainingNode, retainingEdge } = retainers;
  const semi = new Uint32Array(size);
  const label = new Uint32Array(size);
  for (let v = 0; v < size; v++) semi[v] = label[v] = v;
  // The forest of linked vertices shares the tree's parents until paths are compressed. Vertices are
  // linked in falling order, so "linked" means "above the one being processed".
  const ancestor = parent.slice();
  const path = new Uint32Array(size);

  for (let w = size - 1; w > 0; w--) {
    const node = vertex[w]!;
    let semiOfW = adopted[w] === 1 ? 0 : parent[w]!;
    const end = firstRetainer[node + 1]!;
    for (let i = firstRetainer[node]!; i < end; i++) {
      if (strong[retainingEdge[i]!] === 0) continue;
      const v = pre[retainingNode[i]!]!;
      const u = v <= w ? v : evaluate(v, w);
      const candidate = semi[u]!;
      if (candidate < semiOfW) semiOfW = candidate;
    }
    semi[w] = semiOfW;
  }
  return semi;

  /** The vertex of least semidominator on the path from v up to, and without, the vertices not above `w`. */
  function evaluate(v: number, w: number): number {
    let length = 0;
    let top = v;
    while (ancestor[top]! > w) {
      path[length++] = top;
      top = ancestor[top]!;
    }
    // `top` is the highest linked vertex; from it down, each takes over what is better above it.
    const beyond = ancestor[top]!;
    while (length > 0) {
      const x = path[--length]!;
      const above = label[ancestor[x]!]!;
      if (semi[above]! < semi[label[x]!]!) label[x] = above;
      ancestor[x] = beyond;
    }
    return label[v]!;
  }
}

function nearestCommonAncestors(parent: Uint32Array, semi: Uint32Array): Uint32Array {
  const idom = new Uint32Array(semi.length);
  for (let w = 1; w < semi.length; w++) {
    let candidate = parent[w]!;
    while (candidate > semi[w]!) candidate = idom[candidate]!;
    idom[w] = candidate;
  }
  return idom;
}
