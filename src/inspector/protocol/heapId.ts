import type { InspectorClient } from './inspectorClient';
import type { RemoteObject } from './remoteObject';

/** What an object has that was made after the last snapshot, or tracking: V8 numbers objects then. */
export const noHeapId = 0;

/** The number by which snapshots know an object; {@link noHeapId} where none does. */
export async function heapIdOf(
  client: InspectorClient,
  { objectId }: RemoteObject,
): Promise<number> {
  const { heapSnapshotObjectId } = await client.send('HeapProfiler.getHeapObjectId', { objectId });
  return Number(heapSnapshotObjectId);
}
