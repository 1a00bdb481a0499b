import type { HeapGraph } from '../../src/core/heap/heapGraph';
import { SnapshotParser } from '../../src/core/heap/snapshotParser';
import {
  edgeTypeNames,
  nodeTypeNames,
  type EdgeRow,
  type HeapRows,
  type NodeBuilder,
} from './graphDsl';

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

/** Of Node 20. */
export const usualNodeFields = [
  'type',
  'name',
  'id',
  'self_size',
  'edge_count',
  'trace_node_id',
  'detachedness',
];

/** The heap as V8 would write it, by default with the fields of Node 20. */
export function snapshotText(rows: HeapRows, options: TextOptions = {}): string {
  const nodeFields = options.nodeFields ?? usualNodeFields;
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
