import { bornBefore } from '../heap/births';
import { edgeKindOf, edgeLabel, type TraceFrame } from '../heap/heapGraph';
import { typeOf, type HeapIndex } from '../heap/heapIndex';
import type { Allocation } from './allocation';
import type { Cause } from './causes';
import type { GrowthGroup } from './frontier';
import { dominatingEdge } from './dominatingEdge';
import { renewedOwners } from './renewedOwners';
import { isBackingStore } from './typeKey';

/**
 * The container that grows where each call puts a longer copy in the place of the old one, as
 * reducers do: it is new, and the old object that leads to it only refers to what the last call made.
 */
export interface GrownCopy {
  /** Its node. */
  readonly container: number;
  /** Properties and indices that lead to it from what the owner's variable or property has. */
  readonly path: readonly string[];
  /** Of its backing store, or of the container where it has none: what an addition may make anew. */
  readonly bytes: number;
  /** The stack that allocated that, leaf first; empty where V8 tracked none. */
  readonly allocation: readonly TraceFrame[];
  /** Stacks on which something may have been added to it: those of its parts, and of what is in it. */
  readonly stacks: readonly (readonly TraceFrame[])[];
}

/** Undefined where the holder itself is old, and is added to in place. */
export function grownCopy(index: HeapIndex, { group }: Cause): GrownCopy | undefined {
  const { graph } = index;
  const top = newTop(index, group);
  if (top === undefined) return undefined;
  const entries = renewedOwners(index, group)?.nodes ?? group.survivors;
  const container =
    group.isReplaced === true ? largestContainer(index, top) : commonContainer(index, entries);
  const path = container === undefined ? undefined : pathBetween(index, top, container);
  if (container === undefined || path === undefined) return undefined;
  const newest = entries.findLast((node) => containerOf(index, node) === container) ?? top;
  const store = largestStore(index, container) ?? container;
  const allocation = stackOf(index, store);
  return {
    container,
    path,
    bytes: graph.nodeSelfSize[store]!,
    allocation,
    stacks: [allocation, stackOf(index, container), stackOf(index, newest)],
  };
}

/**
 * What made the object that the newest survivor is in, where each call puts something new in the
 * holder's place that has no one container to be compared with the old one: a tree whose branches are
 * shared by all that was made of it. Undefined where the holder itself is old.
 */
export function newestPart(index: HeapIndex, { group }: Cause): Allocation | undefined {
  if (newTop(index, group) === undefined) return undefined;
  // What the last call made may not be in its place yet.
  const container = group.survivors
    .map((node) => containerOf(index, node))
    .findLast((node) => index.births[node] !== bornBefore);
  if (container === undefined) return undefined;
  return { stack: stackOf(index, container), size: index.graph.nodeSelfSize[container]! };
}

/** What the last call put in the place of what the owner had. */
function newTop(index: HeapIndex, { links, owners }: GrowthGroup): number | undefined {
  const [link] = links;
  if (link === undefined || owners.length > 1) return undefined;
  const top = index.graph.edgeTo[link.edge]!;
  return index.births[top] === bornBefore || isBackingStore(index, top) ? undefined : top;
}

/**
 * The one that most of the survivors are in; none where each is in another, as in a list whose newest
 * cell refers to those before it. (Where all are of one type, the container may be among them.)
 */
function commonContainer(index: HeapIndex, survivors: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const node of survivors) {
    const container = containerOf(index, node);
    counts.set(container, (counts.get(container) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most !== undefined && most[1] >= Math.max(2, survivors.length / 2) ? most[0] : undefined;
}

/** What a node is an element, entry or property of. */
function containerOf(index: HeapIndex, node: number): number {
  let at = index.idom[node]!;
  while (isBackingStore(index, at) && index.idom[at] !== at) at = index.idom[at]!;
  return at;
}

/** The one with the largest backing store of all that a node holds. */
function largestContainer(index: HeapIndex, top: number): number | undefined {
  const { graph, tree } = index;
  let largest: number | undefined;
  for (let at = tree.enter[top]!; at < tree.exit[top]!; at++) {
    const node = tree.preorder[at]!;
    if (!isBackingStore(index, node)) continue;
    if (largest === undefined || graph.nodeSelfSize[node]! > graph.nodeSelfSize[largest]!)
      largest = node;
  }
  return largest === undefined ? undefined : containerOf(index, largest);
}

/** As V8 calls them: properties beyond those in the object itself are in a `system / PropertyArray`. */
const stores: ReadonlySet<string> = new Set(['array', 'hidden']);

function largestStore(index: HeapIndex, container: number): number | undefined {
  const { graph, idom } = index;
  let largest: number | undefined;
  for (let edge = graph.firstEdge[container]!; edge < graph.firstEdge[container + 1]!; edge++) {
    const node = graph.edgeTo[edge]!;
    if (idom[node] !== container || !stores.has(typeOf(graph, node))) continue;
    if (largest === undefined || graph.nodeSelfSize[node]! > graph.nodeSelfSize[largest]!)
      largest = node;
  }
  return largest;
}

/** Undefined where the way leads through anything but own properties, as through a map's values. */
function pathBetween(index: HeapIndex, top: number, container: number): string[] | undefined {
  const { graph, idom } = index;
  const path: string[] = [];
  for (let at = container; at !== top;) {
    const parent = containerOf(index, at);
    if (parent === at || idom[at] === at) return undefined;
    const edge = dominatingEdge(index, parent, at);
    const isOwn = ['property', 'element'].includes(edgeKindOf(graph, edge));
    if (!isOwn || graph.edgeTo[edge] !== at) return undefined;
    path.unshift(edgeLabel(graph, edge));
    at = parent;
  }
  return path;
}

function stackOf({ graph }: HeapIndex, node: number): readonly TraceFrame[] {
  return graph.traces.stack(graph.nodeTrace[node]!);
}
