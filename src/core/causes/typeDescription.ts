import { className } from './className';
import { moduleCell } from './moduleVariable';
import { edgeLabel } from '../heap/heapGraph';
import { typeNames } from './typeNames';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import { proxyName } from './proxy';
import type { TypeDescription, TypeKind } from '../report/report';

/** The type of a node as a person knows it. */
export function typeDescription(index: HeapIndex, node: number): Omit<TypeDescription, 'location'> {
  const { graph } = index;
  const raw = nameOf(graph, node);
  const type = typeOf(graph, node);
  switch (type) {
    case 'closure':
      return { name: functionName(index, node), kind: 'closure' };
    case 'string':
    case 'concatenated string':
    case 'sliced string':
      return { name: 'string', kind: 'string' };
    case 'number':
    case 'symbol':
    case 'bigint':
      return { name: type, kind: type };
    case 'regexp': // its name is its pattern: a value
      return { name: 'RegExp', kind: 'regexp' };
    case 'array':
      return { name: raw === '' ? '(internal array)' : raw, kind: 'array' };
    default:
      if (raw === moduleCell) return { name: 'Module', kind: 'hidden' };
      if (isGlobalObject(index, node)) return { name: globalName, kind: 'object' };
      return { name: ownName(className(index, node)), kind: kindOf(type, raw) };
  }
}

/** V8 calls its records `system / NativeContext`, and some of them by what they are of: `system / NativeContext / tag`. */
function ownName(name: string): string {
  return name.replace(/^system \/ (.*?)( \/ .*)?$/s, '$1');
}

/** What a function without a name is called. */
export const anonymousFunction = '(anonymous function)';

/** What a program calls the object that its global variables are properties of. */
export const globalName = 'globalThis';

/**
 * V8 calls it `global`, from Node 26 on `global (global*)`, and since Node has no window's address, writes ` / `
 * and nothing behind that.
 */
export function isGlobalObject({ graph }: Pick<HeapIndex, 'graph'>, node: number): boolean {
  const name = /^global( \(global\*?\))?( \/|$)/;
  return typeOf(graph, node) === 'object' && name.test(nameOf(graph, node));
}

/**
 * A bound function bears the name of what it calls, and so does the wrapper that Node makes around
 * a listener, which refers to it as `listener`.
 */
function functionName(index: HeapIndex, node: number): string {
  const called = innermost(index, node);
  const name = typeNames(index.graph).text(called);
  if (name === 'native_bind') return 'bound function';
  return name === '' ? anonymousFunction : name;
}

/** Functions that were bound again and again are followed so far. */
const mostBound = 32;

function innermost(index: HeapIndex, node: number): number {
  let at = node;
  for (let step = 0; step < mostBound; step++) {
    // As V8 calls bound functions, and Node (24 on) the wrapper that `once` makes.
    if (!['native_bind', 'wrapper', ''].includes(nameOf(index.graph, at))) return at;
    const inner = childAt(index, at, 'listener') ?? childAt(index, at, 'bound_function');
    if (inner === undefined) return at;
    at = inner;
  }
  return at;
}

function childAt({ graph }: HeapIndex, node: number, label: string): number | undefined {
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    const to = graph.edgeTo[edge]!;
    if (edgeLabel(graph, edge) === label && typeOf(graph, to) === 'closure') return to;
  }
  return undefined;
}

function kindOf(type: string, raw: string): TypeKind {
  if (raw === 'system / Context') return 'context';
  if (raw === 'Array') return 'array';
  if (raw === proxyName) return 'object';
  switch (type) {
    case 'object':
    case 'symbol':
    case 'bigint':
    case 'regexp':
    case 'code':
    case 'native':
      return type;
    default:
      return 'hidden';
  }
}
