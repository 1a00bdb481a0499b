import { moduleCell } from './moduleVariable';
import type { HeapGraph } from '../heap/heapGraph';
import { typeNames } from './typeNames';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';

/** What identifies a type across objects: the kind of node and its name, as one number. */
export function typeKeyOf({ graph }: HeapIndex, node: number): number {
  const { nodeTypes } = graph;
  const type = nodeTypes[graph.nodeType[node]!]!;
  // Collections turn strings of one representation into another.
  const own = stringTypes.has(type) ? nodeTypes.indexOf('string') : graph.nodeType[node]!;
  return nameKeyOf(graph, node, type) * nodeTypes.length + own;
}

function nameKeyOf(graph: HeapGraph, node: number, type: string): number {
  // The name of a primitive is its value.
  if (primitives.has(type)) return 0;
  return type === 'closure' || type === 'object'
    ? typeNames(graph).key(node)
    : graph.nodeName[node]!;
}

/** Whether a node is a value that others have: a key of theirs, the text of a field. */
export function isPrimitive(index: HeapIndex, node: number): boolean {
  return primitives.has(typeOf(index.graph, node));
}

const stringTypes: ReadonlySet<string> = new Set(['concatenated string', 'sliced string']);

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
  // The cell of a variable that a module exports is as much the program's as a context.
  if (type === 'hidden') return nameOf(graph, node) !== moduleCell;
  return type === 'array' || type === 'code' || type === 'object shape';
}
