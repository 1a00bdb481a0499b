import type { HeapGraph } from '../../src/core/heapGraph';
import { SnapshotParser } from '../../src/core/snapshotParser';

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
 * snapshotText(heap.rows); // the same as V8 would write it
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

interface EdgeRow {
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

export interface TextOptions {
  /** Order of the fields in each row; unknown names become fields with made-up numbers. */
  readonly nodeFields?: readonly string[];
  readonly edgeFields?: readonly string[];
  readonly locationFields?: readonly string[];
  /** Order of the sections after `snapshot`. */
  readonly order?: readonly string[];
  /** Further or other sections, as JSON text. */
  readonly sections?: Readonly<Record<string, string>>;
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Added to the `snapshot` section, such as a false `node_count`. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** `rows`: a line feed after each row, as V8 wrote it up to Node 22. */
  readonly lines?: 'rows' | 'none';
}

/** The heap as V8 would write it, by default with the fields of Node 20. */
export function snapshotText(rows: HeapRows, options: TextOptions = {}): string {
  const nodeFields = options.nodeFields ?? [
    'type',
    'name',
    'id',
    'self_size',
    'edge_count',
    'trace_node_id',
    'detachedness',
  ];
  const edgeFields = options.edgeFields ?? ['type', 'name_or_index', 'to_node'];
  const locationFields = options.locationFields ?? ['object_index', 'script_id', 'line', 'column'];
  const width = nodeFields.length;
  const nodes = rows.nodes.map((node) => row(nodeFields, nodeValues(rows, node)));
  const edges = rows.allEdges().map((edge) => row(edgeFields, edgeValues(rows, edge, width)));
  const locations = rows.nodes.flatMap((node) =>
    node.options.location ? [row(locationFields, locationValues(node, width))] : [],
  );
  const separator = options.lines === 'none' ? ',' : '\n,';
  const list = (items: readonly string[]): string =>
    `[${items.join(separator)}${options.lines === 'none' ? '' : '\n'}]`;
  const sections: Record<string, string> = {
    nodes: list(nodes),
    edges: list(edges),
    trace_function_infos: '[]',
    trace_tree: '[]',
    samples: '[]',
    locations: list(locations),
    strings: `[${rows.strings.map((text) => JSON.stringify(text)).join(',\n')}]`,
    ...options.sections,
  };
  const snapshot = {
    meta: {
      node_fields: nodeFields,
      node_types: nodeFields.map((field) => (field === 'type' ? nodeTypeNames : 'number')),
      edge_fields: edgeFields,
      edge_types: edgeFields.map((field) => (field === 'type' ? edgeTypeNames : 'number')),
      trace_function_info_fields: [
        'function_id',
        'name',
        'script_name',
        'script_id',
        'line',
        'column',
      ],
      trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
      sample_fields: ['timestamp_us', 'last_assigned_id'],
      location_fields: locationFields,
      ...options.meta,
    },
    node_count: nodes.length,
    edge_count: edges.length,
    trace_function_count: 0,
    ...options.header,
  };
  const order = options.order ?? Object.keys(sections);
  return `{"snapshot":${JSON.stringify(snapshot)},\n${order.map((name) => `"${name}":${sections[name]!}`).join(',\n')}}`;
}

/** The snapshot's text, parsed in one piece. */
export function parseText(text: string): HeapGraph {
  const parser = new SnapshotParser();
  parser.push(text);
  return parser.finish();
}

type Values = Readonly<Record<string, number>>;

function row(fields: readonly string[], values: Values): string {
  return fields.map((field, i) => values[field] ?? 1000 + i).join(',');
}

function nodeValues(rows: HeapRows, node: NodeBuilder): Values {
  return {
    type: nodeTypeNames.indexOf(node.type),
    name: rows.string(node.name),
    id: node.id,
    self_size: node.size,
    edge_count: node.edges.length,
    trace_node_id: node.options.trace ?? 0,
    detachedness: 0,
  };
}

function edgeValues(rows: HeapRows, edge: EdgeRow, nodeWidth: number): Values {
  return {
    type: edgeTypeNames.indexOf(edge.type),
    name_or_index: rows.edgeName(edge),
    to_node: edge.to.ordinal * nodeWidth,
  };
}

function locationValues({ ordinal, options }: NodeBuilder, nodeWidth: number): Values {
  const { scriptId, line0, column0 } = options.location!;
  return { object_index: ordinal * nodeWidth, script_id: scriptId, line: line0, column: column0 };
}
