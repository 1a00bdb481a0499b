import { malformed, SnapshotError } from './snapshotError';

/**
 * Where each field stands in a row of numbers. Field order and presence differ between V8 versions
 * (Node 24 leaves `trace_node_id` out when nothing is tracked), so all of it comes from
 * `snapshot.meta`; `width` counts unknown fields too.
 */
export interface NodeLayout {
  readonly width: number;
  readonly type: number;
  readonly name: number;
  readonly id: number;
  readonly selfSize: number;
  readonly edgeCount: number;
  /** -1 where V8 wrote no such field. */
  readonly trace: number;
}

export interface EdgeLayout {
  readonly width: number;
  readonly type: number;
  readonly name: number;
  readonly to: number;
}

export interface LocationLayout {
  readonly width: number;
  readonly object: number;
  readonly script: number;
  readonly line: number;
  readonly column: number;
}

export interface TraceFunctionLayout {
  readonly width: number;
  readonly name: number;
  readonly scriptName: number;
  readonly script: number;
  readonly line: number;
  readonly column: number;
}

export interface TraceNodeLayout {
  readonly width: number;
  readonly id: number;
  readonly functionInfo: number;
  readonly children: number;
}

export interface SnapshotLayout {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly nodeTypes: readonly string[];
  readonly edgeTypes: readonly string[];
  readonly node: NodeLayout;
  readonly edge: EdgeLayout;
  /** Absent where the snapshot does not describe such rows: the section is then skipped. */
  readonly location?: LocationLayout;
  readonly traceFunction?: TraceFunctionLayout;
  readonly traceNode?: TraceNodeLayout;
}

/**
 * Reads the `snapshot` section: what the other sections look like and how long they are.
 *
 * @param json text of the section's value
 * @throws SnapshotError when it is no JSON or lacks what every snapshot has
 */
export function readSnapshotLayout(json: string): SnapshotLayout {
  const snapshot = parseObject(json);
  const meta = asRecord(snapshot.meta);
  if (!meta) throw malformed('"snapshot" has no "meta"');
  const nodeFields = fieldNames(meta, 'node_fields');
  const edgeFields = fieldNames(meta, 'edge_fields');
  const layout = {
    nodeCount: count(snapshot, 'node_count'),
    edgeCount: count(snapshot, 'edge_count'),
    nodeTypes: typeNames(meta, 'node_types', nodeFields.indexOf('type')),
    edgeTypes: typeNames(meta, 'edge_types', edgeFields.indexOf('type')),
    node: {
      width: nodeFields.length,
      type: required(nodeFields, 'type', 'node_fields'),
      name: required(nodeFields, 'name', 'node_fields'),
      id: required(nodeFields, 'id', 'node_fields'),
      selfSize: required(nodeFields, 'self_size', 'node_fields'),
      edgeCount: required(nodeFields, 'edge_count', 'node_fields'),
      trace: nodeFields.indexOf('trace_node_id'),
    },
    edge: {
      width: edgeFields.length,
      type: required(edgeFields, 'type', 'edge_fields'),
      name: required(edgeFields, 'name_or_index', 'edge_fields'),
      to: required(edgeFields, 'to_node', 'edge_fields'),
    },
    ...optional('location', locationLayout(optionalFieldNames(meta, 'location_fields'))),
    ...optional(
      'traceFunction',
      traceFunctionLayout(optionalFieldNames(meta, 'trace_function_info_fields')),
    ),
    ...optional('traceNode', traceNodeLayout(optionalFieldNames(meta, 'trace_node_fields'))),
  };
  if (layout.nodeCount === 0) throw malformed('it has no nodes');
  return layout;
}

function locationLayout(fields: readonly string[]): LocationLayout | undefined {
  return complete({
    width: fields.length,
    object: fields.indexOf('object_index'),
    script: fields.indexOf('script_id'),
    line: fields.indexOf('line'),
    column: fields.indexOf('column'),
  });
}

function traceFunctionLayout(fields: readonly string[]): TraceFunctionLayout | undefined {
  return complete({
    width: fields.length,
    name: fields.indexOf('name'),
    scriptName: fields.indexOf('script_name'),
    script: fields.indexOf('script_id'),
    line: fields.indexOf('line'),
    column: fields.indexOf('column'),
  });
}

function traceNodeLayout(fields: readonly string[]): TraceNodeLayout | undefined {
  return complete({
    width: fields.length,
    id: fields.indexOf('id'),
    functionInfo: fields.indexOf('function_info_index'),
    children: fields.indexOf('children'),
  });
}

function complete<T extends Readonly<Record<string, number>>>(layout: T): T | undefined {
  return Object.values(layout).includes(-1) ? undefined : layout;
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });
}

type JsonRecord = Readonly<Record<string, unknown>>;

function parseObject(json: string): JsonRecord {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new SnapshotError('malformed', 'Not a usable heap snapshot: "snapshot" is no JSON.', {
      cause,
    });
  }
  const record = asRecord(value);
  if (!record) throw malformed('"snapshot" is no object');
  return record;
}

function asRecord(value: unknown): JsonRecord | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonRecord)
    : undefined;
}

function strings(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: readonly unknown[] = value;
  return items.every((item) => typeof item === 'string') ? items : undefined;
}

function fieldNames(meta: JsonRecord, key: string): readonly string[] {
  const names = strings(meta[key]);
  if (!names) throw malformed(`"${key}" is no list of names`);
  return names;
}

function optionalFieldNames(meta: JsonRecord, key: string): readonly string[] {
  return strings(meta[key]) ?? [];
}

function required(fields: readonly string[], field: string, list: string): number {
  const index = fields.indexOf(field);
  if (index === -1) throw malformed(`"${list}" lacks "${field}"`);
  return index;
}

/** Types are numbers below 256 here: V8 has had at most 16 kinds of node and 7 of edge. */
function typeNames(meta: JsonRecord, key: string, typeField: number): readonly string[] {
  const perField: unknown = meta[key];
  const names = Array.isArray(perField) ? strings((perField as unknown[])[typeField]) : undefined;
  if (!names || names.length > 256) throw malformed(`"${key}" does not list the types`);
  return names;
}

function count(snapshot: JsonRecord, key: string): number {
  const value = snapshot[key];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= 0xffffffff) {
    throw malformed(`"${key}" is no count`);
  }
  return value;
}
