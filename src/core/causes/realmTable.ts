import { nameOf, typeOf, type HeapIndex, type Retainer } from '../heap/heapIndex';

/** The table in which V8 keeps the promises of `Atomics.waitAsync` until they are woken. */
export const waitAsyncTable = 'atomics_waitasync_promises';

/**
 * Whether a retainer is V8's record of a realm, which has a table of its own: what is in there is kept by nobody
 * else, while to the record itself each function of the program leads.
 */
export function isRealmTable({ graph }: HeapIndex, { node, edge }: Retainer): boolean {
  return (
    nameOf(graph, node).startsWith('system / NativeContext') &&
    typeOf(graph, graph.edgeTo[edge]!) === 'array'
  );
}
