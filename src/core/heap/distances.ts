import { rootOrdinal, type HeapGraph } from './heapGraph';
import type { EdgeFilter } from './retainers';

/** The shortest paths from the root, one for each node. */
export interface Distances {
  /** Edges from the root; -1 where no followed edge leads. See {@link systemDistance}. */
  readonly distance: Int32Array;
  /** The last edge of the path, {@link noEdge} for the root and for unreached nodes. */
  readonly parentEdge: Uint32Array;
  /** The node that `parentEdge` starts at; for the root and for unreached nodes the root. */
  readonly parent: Uint32Array;
}

export const noEdge = 0xffffffff;

/**
 * Added to the distance of whatever only system roots lead to, as DevTools does: a path from a
 * global object says more to a reader, even when it is longer than one through V8's own tables.
 */
export const systemDistance = 100_000_000;

export interface DistanceOptions {
  /**
   * `global objects first` (default, as DevTools): paths from the root's non-synthetic children win
   * over all others. `equal`: the fewest edges win, and {@link systemDistance} is not added.
   */
  readonly roots?: 'global objects first' | 'equal';
  /** Nodes whose edges are followed only when nothing else is left (V8's tables that hold by the way). */
  readonly last?: Iterable<number>;
  /** Edges that are followed only when nothing else is left. */
  readonly lastEdges?: EdgeFilter;
}

/** Breadth-first search from the root; O(nodes + edges). */
export function distancesFromRoot(
  graph: HeapGraph,
  strong: EdgeFilter,
  options: DistanceOptions = {},
): Distances {
  const search = new BreadthFirstSearch(graph, strong, options.lastEdges);
  const deferred = new Set(options.last ?? []);
  for (const node of deferred) search.defer(node);
  const globals = options.roots === 'equal' ? [] : globalObjectEdges(graph, strong);
  for (const edge of globals) search.enter(graph.edgeTo[edge]!, 1, edge, rootOrdinal);
  search.run();
  search.enter(rootOrdinal, globals.length > 0 ? systemDistance : 0, noEdge, rootOrdinal);
  search.run();
  search.followPostponed();
  for (const node of deferred) search.resume(node);
  search.run();
  search.followPostponed();
  return search;
}

/** Edges from the root to the global objects of all contexts. */
export function globalObjectEdges(graph: HeapGraph, strong: EdgeFilter): readonly number[] {
  const synthetic = graph.nodeTypes.indexOf('synthetic');
  const edges: number[] = [];
  for (let edge = graph.firstEdge[rootOrdinal]!; edge < graph.firstEdge[rootOrdinal + 1]!; edge++) {
    const target = graph.edgeTo[edge]!;
    if (strong[edge] === 1 && target !== rootOrdinal && graph.nodeType[target] !== synthetic) {
      edges.push(edge);
    }
  }
  return edges;
}

class BreadthFirstSearch implements Distances {
  readonly distance: Int32Array;
  readonly parentEdge: Uint32Array;
  readonly parent: Uint32Array;
  private readonly deferred: Uint8Array;
  private readonly queue: Uint32Array;
  /** Edges of {@link DistanceOptions.lastEdges} that were passed by, in the order of their distance. */
  private postponed: { readonly edge: number; readonly from: number }[] = [];
  private head = 0;
  private tail = 0;

  constructor(
    private readonly graph: HeapGraph,
    private readonly strong: EdgeFilter,
    private readonly lastEdges?: EdgeFilter,
  ) {
    const { nodeCount } = graph;
    this.distance = new Int32Array(nodeCount).fill(-1);
    this.parentEdge = new Uint32Array(nodeCount).fill(noEdge);
    this.parent = new Uint32Array(nodeCount);
    this.deferred = new Uint8Array(nodeCount);
    this.queue = new Uint32Array(nodeCount + 1);
  }

  defer(node: number): void {
    this.deferred[node] = 1;
  }

  enter(node: number, distance: number, edge: number, parent: number): void {
    if (this.distance[node] !== -1) return;
    this.distance[node] = distance;
    this.parentEdge[node] = edge;
    this.parent[node] = parent;
    if (this.deferred[node] === 0) this.queue[this.tail++] = node;
  }

  /** Goes on from a deferred node, if it was reached. */
  resume(node: number): void {
    if (this.deferred[node] === 0) return;
    this.deferred[node] = 0;
    if (this.distance[node] !== -1) this.queue[this.tail++] = node;
  }

  /** Goes on with what was postponed, and with what that leads to. */
  followPostponed(): void {
    while (this.postponed.length > 0) {
      const edges = this.postponed;
      this.postponed = [];
      for (const { edge, from } of edges)
        this.enter(this.graph.edgeTo[edge]!, this.distance[from]! + 1, edge, from);
      this.run();
    }
  }

  run(): void {
    const { firstEdge, edgeTo } = this.graph;
    const { strong, lastEdges, distance, parentEdge, parent, deferred, queue } = this;
    let { head, tail } = this;
    while (head < tail) {
      const node = queue[head++]!;
      const next = distance[node]! + 1;
      const end = firstEdge[node + 1]!;
      for (let edge = firstEdge[node]!; edge < end; edge++) {
        const to = edgeTo[edge]!;
        if (distance[to] !== -1 || strong[edge] === 0) continue;
        if (lastEdges?.[edge] === 1) {
          this.postponed.push({ edge, from: node });
          continue;
        }
        distance[to] = next;
        parentEdge[to] = edge;
        parent[to] = node;
        if (deferred[to] === 0) queue[tail++] = to;
      }
    }
    this.head = head;
    this.tail = tail;
  }
}
