import type { HeapGraph } from './heapGraph';

/** Before the first tracked batch. */
export const bornBefore = -1;
/** After the last one, or an id that tells no birth: V8 numbers native memory when it takes the snapshot. */
export const bornLate = -2;

/** The tracked batch in which each node was born, {@link bornBefore} or {@link bornLate}; by ordinal. */
export type Births = Int8Array;

/**
 * Reads birth batches off object ids, which only ever rise.
 *
 * @param boundaries greatest id before the first batch and after each (at most 100 batches)
 */
export function birthBatches(graph: HeapGraph, boundaries: readonly number[]): Births {
  const births = new Int8Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    const id = graph.nodeId[node]!;
    let batch = boundaries.length - 1;
    while (batch >= 0 && id <= boundaries[batch]!) batch--;
    // batch is now the last boundary below the id: -1 is before all of them
    births[node] = batch === boundaries.length - 1 ? bornLate : batch;
  }
  return births;
}
