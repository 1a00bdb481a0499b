import type { InspectorClient } from '../protocol/inspectorClient';
import { release, type RemoteObject } from '../protocol/remoteObject';

/** Of what, and how many. */
export interface DescribedSize {
  readonly className: string;
  readonly size: number;
}

/**
 * The size of a live collection, array or view, read natively: V8 describes them as `Map(36)`,
 * `Array(37)`, `Buffer(8)` without running any of the program's code. Undefined for all else.
 */
export async function describedSize(
  client: InspectorClient,
  { objectId }: RemoteObject,
): Promise<DescribedSize | undefined> {
  // Not awaited: that would look whether the object has a `then`, which may be a getter.
  const { result: again } = await client.send('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: 'function () { return this }',
    silent: true,
  });
  if (again.objectId !== undefined) await release(client, { objectId: again.objectId });
  const [, className, size] = /^(.*)\((\d+)\)$/.exec(again.description ?? '') ?? [];
  return className === undefined ? undefined : { className, size: Number(size) };
}
