import { callOn, release, valueOf, type RemoteObject } from '../protocol/remoteObject';
import type { Target } from '../process/target';

/** Of the driver's: ArrayBuffers and SharedArrayBuffers. */
const kinds = [0, 1];

/**
 * Bytes of all live buffers that can grow. V8 counts the bytes of a buffer where it is made, and only
 * from version 13 on (Node 24) those by which it has grown since. Walks the heap once for each kind.
 */
export async function growableBytes(target: Target): Promise<number> {
  let bytes = 0;
  for (const kind of kinds) bytes += await bytesOf(target, kind);
  return bytes;
}

async function bytesOf({ client, driver: { handle } }: Target, kind: number): Promise<number> {
  const ofKind = [{ value: kind }];
  const { objectId: prototypeObjectId } = await callOn(
    client,
    handle,
    'function (kind) { return this.growablePrototype(kind) }',
    ofKind,
  );
  if (prototypeObjectId === undefined) return 0;
  const { objects } = await client.send('Runtime.queryObjects', { prototypeObjectId });
  const buffers: RemoteObject = { objectId: objects.objectId! };
  const bytes = await valueOf<number>(
    client,
    handle,
    'function (kind, buffers) { return this.bytesOfGrowable(kind, buffers) }',
    [...ofKind, buffers],
  );
  await release(client, buffers);
  await release(client, { objectId: prototypeObjectId });
  return bytes;
}
