import { edgeKindOf, edgeLabel, type HeapGraph } from './heapGraph';

/** One step from a value to the next, as a debugger goes it without running any of the program. */
export type WayStep =
  /** An own property or element. */
  | { readonly kind: 'key'; readonly key: string }
  /** A variable that a function sees, in the scope so many around its innermost one. */
  | { readonly kind: 'variable'; readonly name: string; readonly depth: number };

/** From a node of which there is a handle. */
export interface Way {
  readonly start: number;
  readonly steps: readonly WayStep[];
}

/**
 * Shortest ways from some nodes to others by properties, elements and the variables that functions see: what a
 * debugger can follow. Nodes are visited as they are asked for: what holds a leak is near to the code that leaks.
 */
export class WaysFrom {
  readonly #isSeen: Uint8Array;
  readonly #parent: Uint32Array;
  readonly #edge: Uint32Array;
  readonly #queue: number[];
  #next = 0;

  constructor(
    private readonly graph: HeapGraph,
    private readonly starts: readonly number[],
  ) {
    this.#isSeen = new Uint8Array(graph.nodeCount);
    this.#parent = new Uint32Array(graph.nodeCount);
    this.#edge = new Uint32Array(graph.nodeCount);
    this.#queue = [...starts];
    for (const start of starts) this.#isSeen[start] = 1;
  }

  /** Undefined where no such way leads to the node, and of a scope, to which there is no handle. */
  to(node: number): Way | undefined {
    while (this.#isSeen[node] === 0 && this.#next < this.#queue.length) {
      this.#visit(this.#queue[this.#next++]!);
    }
    return this.#isSeen[node] === 0 || this.#isScope(node) ? undefined : this.#wayTo(node);
  }

  #visit(node: number): void {
    const { firstEdge, edgeTo } = this.graph;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const to = edgeTo[edge]!;
      if (this.#isSeen[to] === 1 || !this.#isFollowed(edge)) continue;
      this.#isSeen[to] = 1;
      this.#parent[to] = node;
      this.#edge[to] = edge;
      this.#queue.push(to);
    }
  }

  #isFollowed(edge: number): boolean {
    const kind = edgeKindOf(this.graph, edge);
    if (kind === 'element' || kind === 'context') return true;
    const label = edgeLabel(this.graph, edge);
    // V8's own names, and symbols, are written `<symbol …>`.
    if (kind === 'property') return label !== '__proto__' && !label.startsWith('<');
    return kind === 'internal' && scopeEdges.has(label);
  }

  #wayTo(node: number): Way {
    const steps: WayStep[] = [];
    let at = node;
    while (!this.starts.includes(at)) {
      const label = edgeLabel(this.graph, this.#edge[at]!);
      const isVariable = edgeKindOf(this.graph, this.#edge[at]!) === 'context';
      at = this.#parent[at]!;
      if (!isVariable) {
        steps.unshift({ kind: 'key', key: label });
        continue;
      }
      let depth = -1;
      for (; this.#isScope(at); at = this.#parent[at]!) depth++;
      steps.unshift({ kind: 'variable', name: label, depth });
    }
    return { start: at, steps };
  }

  /** Whether it was reached from a function, or from a scope inside it. */
  #isScope(node: number): boolean {
    const edge = this.#edge[node]!;
    return (
      !this.starts.includes(node) &&
      edgeKindOf(this.graph, edge) === 'internal' &&
      scopeEdges.has(edgeLabel(this.graph, edge))
    );
  }
}

/** From a function to the scope it was made in, and from a scope to the one around it. */
const scopeEdges: ReadonlySet<string> = new Set(['context', 'previous']);
