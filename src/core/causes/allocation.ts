import type { TraceFrame } from '../heap/heapGraph';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import { ownScripts } from '../source/ownScripts';
import type { GrowthGroup } from './frontier';
import { knownObject } from './knownObject';
import { isV8sOwn } from './responsible';

/** Survivors that are looked at before what they carry along is. */
const mostSurvivors = 20;

/** An object of a cause and what allocated it. */
export interface Allocation {
  /** Leaf first; empty where V8 tracked nothing of the cause. */
  readonly stack: readonly TraceFrame[];
  /** Self size of the object in bytes. */
  readonly size: number;
}

/**
 * What allocated a group: the stack of the first survivor whose stack passes through the program's own files; or
 * that of what the cause is known by: a package that connects in a turn of its own has none of them on its
 * stack, while the agent that keeps the socket was made by the program. Else packages count as well. A
 * handle that Node made for the other end of a connection has none, and of some survivors V8 tells
 * none at all: then that of what they carry along.
 *
 * @param known the object that a person would name
 */
export function allocationOf(index: HeapIndex, group: GrowthGroup, known: number): Allocation {
  const { graph } = index;
  const survivors = group.survivors.slice(0, mostSurvivors);
  const allocation = (node: number): Allocation => ({
    stack: graph.traces.stack(graph.nodeTrace[node]!),
    size: graph.nodeSelfSize[node]!,
  });
  const allocations = [
    ...survivors,
    ...survivors.map((node) => knownObject(index, node)),
    ...group.passengers.map(({ example }) => example).filter((node) => !isV8sRecord(index, node)),
  ].map(allocation);
  return (
    [...allocations.slice(0, 2 * survivors.length), allocation(known)].find(isInOwnFile) ??
    allocations.find(({ stack }) => isOfProgram(stack)) ??
    allocations.find(({ stack }) => stack.length > 0) ??
    allocations[0]!
  );
}

/** Feedback and code of what leaks are made when it first runs, wherever that is. */
function isV8sRecord({ graph }: HeapIndex, node: number): boolean {
  return isV8sOwn(typeOf(graph, node)) || nameOf(graph, node).startsWith('system / ');
}

/** Our driver stands on every stack; alone it made only the arguments. */
function isOfProgram(stack: readonly TraceFrame[]): boolean {
  return stack.some(({ scriptName }) => scriptName !== '' && !isNodesOrOurs(scriptName));
}

/** Packages are the program's, but not its author's. */
function isInOwnFile({ stack }: Allocation): boolean {
  return stack.some(
    ({ scriptName }) =>
      scriptName !== '' && !isNodesOrOurs(scriptName) && !/[\\/]node_modules[\\/]/.test(scriptName),
  );
}

function isNodesOrOurs(scriptName: string): boolean {
  return scriptName.startsWith('node:') || scriptName.startsWith(ownScripts);
}
