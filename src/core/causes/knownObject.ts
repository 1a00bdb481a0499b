import { edgeLabel } from '../heap/heapGraph';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import type { Listening } from './listening';
import { proxyName, targetOfProxy } from './proxy';

/**
 * What a person knows of a survivor that is a record of V8's or Node's own:
 *
 * - of a promise's reaction, the function that waits for the promise: a handler, or the async
 *   function that is suspended at its `await`; where there is neither, the promise that depends on it;
 * - of an EventTarget's list cell, the listener;
 * - of a FinalizationRegistry's cell, the held value, or what is registered;
 * - of a native handle, the object that it works for (a Server, a Socket);
 * - of a proxy, what it stands for.
 *
 * @returns the survivor itself where it is known to a person already
 */
export function knownObject(index: HeapIndex, survivor: number, listens?: Listening): number {
  // An object with `handleEvent` is a listener, too; the cell's callback is then Node's.
  if (listens?.by === 'EventTarget') return objectAt(index, survivor, 'listener') ?? survivor;
  switch (nameOf(index.graph, survivor)) {
    case 'system / PromiseReaction':
      return waitingFor(index, survivor) ?? survivor;
    case 'system / WeakCell':
    case 'WeakCell':
      return registeredWith(index, survivor) ?? survivor;
    case proxyName:
      return targetOfProxy(index, survivor) ?? survivor;
    default:
      return objectAt(index, survivor, '<symbol owner_symbol>') ?? survivor;
  }
}

/** A reaction refers to its handlers, to the promise that `then` returned, and to the next reaction. */
function waitingFor(index: HeapIndex, reaction: number): number | undefined {
  const parts = targets(index, reaction).filter(
    (node) => nameOf(index.graph, node) !== nameOf(index.graph, reaction),
  );
  const closures = parts.filter((node) => typeOf(index.graph, node) === 'closure');
  const own = closures.find((node) => isOfProgram(index, node));
  if (own !== undefined) return own;
  // The handlers of `await`, `finally` and the combinators are V8's; their contexts tell for whom they are.
  const seen = closures.flatMap((node) => targets(index, objectAt(index, node, 'context') ?? node));
  const generator = seen.map((node) => objectAt(index, node, 'function')).find(isFound);
  return (
    generator ??
    seen.find((node) => isOfProgram(index, node)) ??
    [...parts, ...seen].find(
      (node) => nameOf(index.graph, node) === 'Promise' && typeOf(index.graph, node) === 'object',
    )
  );
}

function isFound(node: number | undefined): node is number {
  return node !== undefined;
}

/** V8 knows no place of built-in functions. */
function isOfProgram({ graph }: HeapIndex, node: number): boolean {
  return typeOf(graph, node) === 'closure' && graph.locations.get(node) !== undefined;
}

function registeredWith(index: HeapIndex, cell: number): number | undefined {
  const { graph } = index;
  const held = targets(index, cell).find(
    (node) =>
      ['object', 'closure'].includes(typeOf(graph, node)) &&
      nameOf(graph, node) !== 'FinalizationRegistry',
  );
  return held ?? objectAt(index, cell, 'target');
}

/** Whether a cell of a FinalizationRegistry keeps alive, by its held value, what it waits for to die. */
export function keepsRegistered(index: HeapIndex, cell: number): boolean {
  if (!nameOf(index.graph, cell).endsWith('WeakCell')) return false;
  const registered = objectAt(index, cell, 'target');
  return registered !== undefined && index.tree.dominates(cell, registered);
}

/** What an edge of this name leads to, strong or not, if that is an object or a function. */
function objectAt({ graph }: HeapIndex, node: number, label: string): number | undefined {
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    const to = graph.edgeTo[edge]!;
    if (edgeLabel(graph, edge) !== label) continue;
    if (typeOf(graph, to) === 'object' || typeOf(graph, to) === 'closure') return to;
  }
  return undefined;
}

function targets({ graph, strong }: HeapIndex, node: number): number[] {
  const found: number[] = [];
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    if (strong[edge] === 1) found.push(graph.edgeTo[edge]!);
  }
  return found;
}
