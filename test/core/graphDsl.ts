import type { HeapGraph } from '../../src/core/heap/heapGraph';

/**
 * Heap graphs built in memory:
 *
 * ```ts
 * const heap = buildHeap(({ root, object }) => {
 *   const list = object('List', { size: 16 });
 *   root.element(1, list);
 *   list.property('head', object('Item'));
 * });
 * heap.graph; // the graph, made without the parser
 * snapshotText(heap.rows); // in snapshotText.ts: the same as V8 would write it
 * ```
 */
export function buildHeap(describe: (heap: HeapBuilder) => void): BuiltHeap {
  const rows = new HeapRows();
  const root = rows.add('synthetic', '', { id: 1 });
  describe({
    root,
    node: (type, name, options) => rows.add(type, name, options),
    object: (name, options) => rows.add('object', name, options),
    closure: (name, options) => rows.add('closure', name, options),
    synthetic: (name, options) => rows.add('synthetic', name, options),
  });
  return { rows, graph: graphOf(rows) };
}

type AddNode = (name: string, options?: NodeOptions) => NodeBuilder;

export interface HeapBuilder {
  readonly root: NodeBuilder;
  readonly node: (type: NodeTypeName, name: string, options?: NodeOptions) => NodeBuilder;
  readonly object: AddNode;
  readonly closure: AddNode;
  readonly synthetic: AddNode;
}

export interface BuiltHeap {
  readonly rows: HeapRows;
  readonly graph: HeapGraph;
}

export interface NodeOptions {
  /** Odd numbers from 3 on, in order, unless given. */
  readonly id?: number;
  /** Self size in bytes; 8 unless given. */
  readonly size?: number;
  readonly trace?: number;
  readonly location?: {
    readonly scriptId: number;
    readonly line0: number;
    readonly column0: number;
  };
}

export const nodeTypeNames = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
] as const;
export type NodeTypeName = (typeof nodeTypeNames)[number];

export const edgeTypeNames = [
  'context',
  'element',
  'property',
  'internal',
  'hidden',
  'shortcut',
  'weak',
] as const;
export type EdgeTypeName = (typeof edgeTypeNames)[number];

export interface EdgeRow {
  readonly type: EdgeTypeName;
  readonly name: string | number;
  readonly to: NodeBuilder;
}

/** One node; each method adds an edge and returns the node. */
export class NodeBuilder {
  readonly edges: EdgeRow[] = [];

  constructor(
    readonly ordinal: number,
    readonly type: NodeTypeName,
    readonly name: string,
    readonly options: NodeOptions,
  ) {}

  get id(): number {
    return this.options.id ?? this.ordinal * 2 + 1;
  }

  get size(): number {
    return this.options.size ?? (this.ordinal === 0 ? 0 : 8);
  }

  property(name: string, to: NodeBuilder): this {
    return this.edge('property', name, to);
  }

  context(name: string, to: NodeBuilder): this {
    return this.edge('context', name, to);
  }

  internal(name: string, to: NodeBuilder): this {
    return this.edge('internal', name, to);
  }

  shortcut(name: string, to: NodeBuilder): this {
    return this.edge('shortcut', name, to);
  }

  weak(name: string, to: NodeBuilder): this {
    return this.edge('weak', name, to);
  }

  element(index: number, to: NodeBuilder): this {
    return this.edge('element', index, to);
  }

  hidden(index: number, to: NodeBuilder): this {
    return this.edge('hidden', index, to);
  }

  edge(type: EdgeTypeName, name: string | number, to: NodeBuilder): this {
    this.edges.push({ type, name, to });
    return this;
  }

  /** The two edges by which V8 draws the entry of a WeakMap with this key; `table` is the map's store. */
  weakMapEntry(table: NodeBuilder, value: NodeBuilder): this {
    const pair = `part of key (${this.name} @${this.id}) -> value (${value.name} @${value.id}) pair in WeakMap (table @${table.id})`;
    table.internal(`${table.edges.length} / ${pair}`, value);
    return this.internal(`${this.edges.length} / ${pair}`, value);
  }
}

export class HeapRows {
  readonly nodes: NodeBuilder[] = [];
  readonly strings: string[] = ['<dummy>'];
  private readonly indices = new Map<string, number>();

  add(type: NodeTypeName, name: string, options: NodeOptions = {}): NodeBuilder {
    const node = new NodeBuilder(this.nodes.length, type, name, options);
    this.nodes.push(node);
    return node;
  }

  /** Index of a string, added to the table when new. */
  string(text: string): number {
    const known = this.indices.get(text);
    if (known !== undefined) return known;
    this.indices.set(text, this.strings.length);
    return this.strings.push(text) - 1;
  }

  edgeName({ name }: EdgeRow): number {
    return typeof name === 'number' ? name : this.string(name);
  }

  allEdges(): readonly EdgeRow[] {
    return this.nodes.flatMap(({ edges }) => edges);
  }
}

function graphOf(rows: HeapRows): HeapGraph {
  const { nodes } = rows;
  const edges = rows.allEdges();
  const firstEdge = new Uint32Array(nodes.length + 1);
  nodes.forEach((node, i) => (firstEdge[i + 1] = firstEdge[i]! + node.edges.length));
  return {
    nodeCount: nodes.length,
    edgeCount: edges.length,
    nodeType: Uint8Array.from(nodes, ({ type }) => nodeTypeNames.indexOf(type)),
    nodeName: Uint32Array.from(nodes, ({ name }) => rows.string(name)),
    nodeId: Uint32Array.from(nodes, ({ id }) => id),
    nodeSelfSize: Uint32Array.from(nodes, ({ size }) => size),
    nodeTrace: Uint32Array.from(nodes, ({ options }) => options.trace ?? 0),
    firstEdge,
    edgeType: Uint8Array.from(edges, ({ type }) => edgeTypeNames.indexOf(type)),
    edgeName: Uint32Array.from(edges, (edge) => rows.edgeName(edge)),
    edgeTo: Uint32Array.from(edges, ({ to }) => to.ordinal),
    nodeTypes: nodeTypeNames,
    edgeTypes: edgeTypeNames,
    strings: { length: rows.strings.length, get: (index) => rows.strings[index]! },
    locations: new Map(
      nodes.flatMap(({ ordinal, options: { location } }) =>
        location ? [[ordinal, location] as const] : [],
      ),
    ),
    traces: { stack: () => [] },
  };
}
