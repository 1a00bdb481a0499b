import assert from 'node:assert/strict';
import type { HeapGraph } from '../../src/core/heap/heapGraph';

/** Some characters are missing, others, doubled or one too many. */
export function damage(text: string, random: (below: number) => number): string {
  const at = random(text.length);
  const length = 1 + random(random(2) === 0 ? 3 : 40);
  const pool = '0123456789,[]{}":\\ \n-x';
  switch (random(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + pool[random(pool.length)]! + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + pool[random(pool.length)]! + text.slice(at);
    default:
      return text.slice(0, at) + text.slice(at - length, at) + text.slice(at);
  }
}

interface JsonSnapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: string[]; readonly edge_fields: string[] };
  };
  readonly nodes: number[];
  readonly edges: number[];
  readonly strings: string[];
}

/** Where the damaged text is still JSON, it must say what the graph says. */
export function sameAsJson(graph: HeapGraph, text: string): void {
  let json: JsonSnapshot;
  try {
    json = JSON.parse(text) as JsonSnapshot;
  } catch {
    return; // Damage inside a string or a skipped section: nothing that the graph uses.
  }
  const { node_fields: nodeFields, edge_fields: edgeFields } = json.snapshot.meta;
  const column = (values: number[], fields: string[], field: string): number[] =>
    values.filter((_, i) => i % fields.length === fields.indexOf(field));
  assert.deepEqual([...graph.nodeType], column(json.nodes, nodeFields, 'type'));
  assert.deepEqual([...graph.nodeName], column(json.nodes, nodeFields, 'name'));
  assert.deepEqual([...graph.nodeId], column(json.nodes, nodeFields, 'id'));
  assert.deepEqual([...graph.nodeSelfSize], column(json.nodes, nodeFields, 'self_size'));
  assert.deepEqual([...graph.edgeName], column(json.edges, edgeFields, 'name_or_index'));
  assert.deepEqual(
    Array.from(graph.edgeTo, (to) => to * nodeFields.length),
    column(json.edges, edgeFields, 'to_node'),
  );
  assert.deepEqual(
    json.strings,
    json.strings.map((_, i) => graph.strings.get(i)),
  );
}
