import { typeOf, type HeapIndex } from '../heap/heapIndex';

/** What identifies a type across objects: the kind of node and its name, as one number. */
export function typeKeyOf({ graph }: HeapIndex, node: number): number {
  const type = graph.nodeType[node]!;
  // The name of a primitive is its value.
  const name = primitives.has(graph.nodeTypes[type]!) ? 0 : graph.nodeName[node]!;
  return name * graph.nodeTypes.length + type;
}

const primitives: ReadonlySet<string> = new Set([
  'string',
  'concatenated string',
  'sliced string',
  'number',
  'symbol',
  'bigint',
  'regexp',
]);

/** The store of an array, a map or an object's properties: growing replaces it. */
export function isBackingStore({ graph }: HeapIndex, node: number): boolean {
  return typeOf(graph, node) === 'array';
}

/** What V8 puts between two objects of the program: stores, records, code, hidden classes. */
export function isTransparent({ graph }: HeapIndex, node: number): boolean {
  const type = typeOf(graph, node);
  return type === 'array' || type === 'hidden' || type === 'code' || type === 'object shape';
}
