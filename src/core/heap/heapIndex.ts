import { birthBatches, type Births } from './births';
import { distancesFromRoot, type Distances } from './distances';
import { immediateDominators } from './dominators';
import { rootOrdinal, type HeapGraph } from './heapGraph';
import { lastEdges } from './lastEdges';
import { buildRetainers, strongEdges, type EdgeFilter, type Retainers } from './retainers';
import { dominatorTree, retainedSizes, type DominatorTree } from './retainedSizes';

/** A snapshot with everything that finding causes asks of it, computed once. */
export interface HeapIndex {
  readonly graph: HeapGraph;
  readonly births: Births;
  readonly strong: EdgeFilter;
  readonly retainers: Retainers;
  readonly idom: Uint32Array;
  readonly tree: DominatorTree;
  readonly retained: Float64Array;
  readonly paths: Distances;
}

/**
 * V8 keeps the strings only as long as somebody else does. What only a running function refers to goes
 * when it returns: a snapshot is often answered in the middle of a timer's callback, and the timer
 * that is in hand would else stand between its list and all that hangs behind it.
 */
const weakRoots: ReadonlySet<string> = new Set([
  '(Internalized strings)',
  '(External strings)',
  '(Stack roots)',
]);
/** True roots, but seldom the reason: a handle of ours, of a debugger, or of the call in progress. */
const lastRoots: ReadonlySet<string> = new Set([
  '(Global handles)',
  '(Handle scope)',
  '(Microtasks)',
  '(Traced handles)',
]);

export function indexHeap(graph: HeapGraph, boundaries: readonly number[]): HeapIndex {
  const strong = strongEdges(graph);
  const roots = gcRoots(graph);
  for (const node of roots.filter((root) => weakRoots.has(nameOf(graph, root)))) {
    strong.fill(0, graph.firstEdge[node], graph.firstEdge[node + 1]);
  }
  const retainers = buildRetainers(graph);
  const idom = immediateDominators(graph, retainers, strong);
  const tree = dominatorTree(graph, idom);
  const last = [
    ...roots.filter((root) => lastRoots.has(nameOf(graph, root))),
    ...timerLists(graph),
  ];
  return {
    graph,
    births: birthBatches(graph, boundaries),
    strong,
    retainers,
    idom,
    tree,
    retained: retainedSizes(graph, idom, tree),
    paths: distancesFromRoot(graph, strong, { last, lastEdges: lastEdges(graph) }),
  };
}

/** A pending timer holds its callback and all that it sees, and says nothing of why that is there. */
function timerLists(graph: HeapGraph): number[] {
  const lists: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (isTimerList(graph, node)) lists.push(node);
  }
  return lists;
}

/** Node keeps timers in linked lists, one for each duration, and immediates in one. */
export function isTimerList(graph: HeapGraph, node: number): boolean {
  return (
    typeOf(graph, node) === 'object' && /^(TimersList|ImmediateList)$/.test(nameOf(graph, node))
  );
}

/** What only native code refers to: servers, sockets and watchers that are open, objects of add-ons. */
export function isGlobalHandles({ graph }: Pick<HeapIndex, 'graph'>, node: number): boolean {
  return typeOf(graph, node) === 'synthetic' && nameOf(graph, node) === '(Global handles)';
}

export function nameOf(graph: HeapGraph, node: number): string {
  return graph.strings.get(graph.nodeName[node]!);
}

export function typeOf(graph: HeapGraph, node: number): string {
  return graph.nodeTypes[graph.nodeType[node]!]!;
}

/** The children of `(GC roots)`, by which V8 groups its roots. */
function gcRoots(graph: HeapGraph): number[] {
  const top = targets(graph, rootOrdinal).filter((node) => typeOf(graph, node) === 'synthetic');
  return [...top, ...top.flatMap((node) => targets(graph, node))].filter(
    (node) => typeOf(graph, node) === 'synthetic',
  );
}

/** What a node refers to, strongly or not. */
export function targets(graph: HeapGraph, node: number): number[] {
  return [...graph.edgeTo.subarray(graph.firstEdge[node], graph.firstEdge[node + 1])];
}

/** The edges by which a node holds others strongly. */
export function keepingEdges({ graph, strong }: HeapIndex, node: number): number[] {
  const edges: number[] = [];
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    if (strong[edge] === 1) edges.push(edge);
  }
  return edges;
}

export interface Retainer {
  readonly node: number;
  readonly edge: number;
}

/** What holds a node strongly. */
export function strongRetainers({ retainers, strong }: HeapIndex, node: number): Retainer[] {
  const found: Retainer[] = [];
  const end = retainers.firstRetainer[node + 1]!;
  for (let slot = retainers.firstRetainer[node]!; slot < end; slot++) {
    const edge = retainers.retainingEdge[slot]!;
    if (strong[edge] === 1) found.push({ node: retainers.retainingNode[slot]!, edge });
  }
  return found;
}
