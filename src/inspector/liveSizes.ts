import type { HeapIndex } from '../core/heapIndex';
import { release } from './remoteObject';
import type { Target } from './target';

/**
 * The number of entries of live containers, read natively: V8 describes them as `Map(36)`,
 * `Array(37)` without running any of the program's code.
 *
 * @returns by node; containers that are gone, or tell no size, are not in it
 */
export async function liveSizes(
  { client }: Target,
  { graph }: HeapIndex,
  nodes: readonly number[],
): Promise<Map<number, number>> {
  const sizes = new Map<number, number>();
  for (const node of nodes) {
    const objectId = String(graph.nodeId[node]!);
    try {
      const { result } = await client.send('HeapProfiler.getObjectByHeapObjectId', { objectId });
      const size = /\((\d+)\)$/.exec(result.description ?? '')?.[1];
      if (size !== undefined) sizes.set(node, Number(size));
      if (result.objectId !== undefined) await release(client, { objectId: result.objectId });
    } catch {
      client.gone.throwIfAborted(); // else: "Object is not available", it was collected
    }
  }
  return sizes;
}
