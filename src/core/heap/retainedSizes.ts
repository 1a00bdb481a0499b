import { rootOrdinal, type HeapGraph } from './heapGraph';

/** The tree of immediate dominators, walked both ways. */
export interface DominatorTree {
  /** `nodeCount + 1` entries: the children of node `n` are `children[firstChild[n]]` and on. */
  readonly firstChild: Uint32Array;
  /** Node ordinals. */
  readonly children: Uint32Array;
  /** Preorder number of each node. */
  readonly enter: Uint32Array;
  /** Where what each node dominates ends in `preorder` (exclusive). */
  readonly exit: Uint32Array;
  /** Node ordinals by preorder number: `n` and all that it dominates, from `enter[n]` to `exit[n]`. */
  readonly preorder: Uint32Array;
  /** Whether every path from the root to `b` passes `a`; a node dominates itself. O(1). */
  dominates(a: number, b: number): boolean;
}

/** O(nodes). @param idom see `immediateDominators` */
export function dominatorTree(graph: HeapGraph, idom: Uint32Array): DominatorTree {
  const { firstChild, children } = childrenByDominator(graph.nodeCount, idom);
  const { enter, exit, preorder } = numberInPreorder(firstChild, children);
  const dominates = (a: number, b: number): boolean =>
    enter[a]! <= enter[b]! && enter[b]! < exit[a]!;
  return { firstChild, children, enter, exit, preorder, dominates };
}

function childrenByDominator(
  nodeCount: number,
  idom: Uint32Array,
): Pick<DominatorTree, 'firstChild' | 'children'> {
  const firstChild = new Uint32Array(nodeCount + 1);
  for (let node = 1; node < nodeCount; node++) firstChild[idom[node]!]!++;
  // Each node's count becomes the end of its children, and filling backwards moves it to their start.
  for (let node = 1; node <= nodeCount; node++) firstChild[node]! += firstChild[node - 1]!;
  const children = new Uint32Array(nodeCount - 1);
  for (let node = nodeCount - 1; node > 0; node--) children[--firstChild[idom[node]!]!] = node;
  return { firstChild, children };
}

function numberInPreorder(
  firstChild: Uint32Array,
  children: Uint32Array,
): Pick<DominatorTree, 'enter' | 'exit' | 'preorder'> {
  const nodeCount = firstChild.length - 1;
  const enter = new Uint32Array(nodeCount);
  const exit = new Uint32Array(nodeCount);
  const preorder = new Uint32Array(nodeCount);
  // Children wait here until their turn: at no time more than there are nodes.
  const stack = new Uint32Array(nodeCount);
  stack[0] = rootOrdinal;
  let waiting = 1;
  let visited = 0;
  while (waiting > 0) {
    const node = stack[--waiting]!;
    enter[node] = visited;
    preorder[visited++] = node;
    for (let i = firstChild[node + 1]! - 1; i >= firstChild[node]!; i--) {
      stack[waiting++] = children[i]!;
    }
  }
  for (let number = nodeCount - 1; number >= 0; number--) {
    const node = preorder[number]!;
    const last = firstChild[node + 1]! - 1;
    exit[node] = last < firstChild[node]! ? number + 1 : exit[children[last]!]!;
  }
  return { enter, exit, preorder };
}

/**
 * Bytes that would be freed along with each node: the self sizes of all that it dominates, its own included.
 *
 * @param idom see `immediateDominators`
 * @param tree of the same dominators, if there is one already
 */
export function retainedSizes(
  graph: HeapGraph,
  idom: Uint32Array,
  tree: DominatorTree = dominatorTree(graph, idom),
): Float64Array {
  const sizes = Float64Array.from(graph.nodeSelfSize);
  for (let number = graph.nodeCount - 1; number > 0; number--) {
    const node = tree.preorder[number]!;
    sizes[idom[node]!]! += sizes[node]!;
  }
  return sizes;
}
