import { busyness } from '../busyness';
import { Deadline } from '../deadline';
import { heapIdOf } from '../protocol/heapId';
import { callOn, release, TargetError, type RemoteObject } from '../protocol/remoteObject';
import type { Target } from '../process/target';

/** For all objects that one step looks for. */
const lookupMillis = 4_000;

/**
 * The time that one step has to look for objects. V8 walks the whole heap for each of them: 7 ms in that
 * of a small program, 4 s in one of 500 MB.
 */
export function lookupDeadline(): Deadline {
  return new Deadline(busyness() * lookupMillis);
}

/**
 * A handle to an object known from a snapshot, for use with our own scripts; undefined for what has
 * none, such as a context.
 */
export async function liveObject(
  target: Target,
  heapId: number,
): Promise<RemoteObject | undefined> {
  const { client } = target;
  const answer = await client
    .send('HeapProfiler.getObjectByHeapObjectId', { objectId: String(heapId) })
    .catch(() => undefined); // "Object is not available": it is V8's own, or was collected
  client.gone.throwIfAborted();
  const objectId = answer?.result.objectId;
  if (objectId === undefined) return undefined;
  const object = { objectId };
  return (await isOfOurContext(target, object)) ? object : fromOtherContext(target, object, heapId);
}

/** V8 refuses handles of objects that another context (`node:vm`) made as arguments. */
async function isOfOurContext({ client, harness }: Target, object: RemoteObject): Promise<boolean> {
  try {
    await callOn(client, harness, 'function () {}', [object]);
    return true;
  } catch (error) {
    client.gone.throwIfAborted();
    if (error instanceof TargetError) throw error;
    return false;
  }
}

/** The console's `$0` brings any object over; that it is the same one, its id tells. */
async function fromOtherContext(
  { client }: Target,
  object: RemoteObject,
  heapId: number,
): Promise<RemoteObject | undefined> {
  await release(client, object);
  await client.send('HeapProfiler.addInspectedHeapObject', { heapObjectId: String(heapId) });
  const { result } = await client.send('Runtime.evaluate', {
    expression: '$0',
    includeCommandLineAPI: true,
    silent: true,
  });
  if (result.objectId === undefined) return undefined;
  const { objectId } = result;
  if ((await heapIdOf(client, { objectId })) === heapId) return { objectId };
  await release(client, { objectId }); // the program has a `$0` of its own
  return undefined;
}
