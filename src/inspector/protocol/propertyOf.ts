import type { InspectorClient } from './inspectorClient';
import { release, type RemoteObject } from './remoteObject';

/** Of own properties, private and V8's own ones included; all other handles are let go. */
export async function propertyOf(
  client: InspectorClient,
  { objectId }: RemoteObject,
  name: string,
): Promise<RemoteObject | undefined> {
  const answer = await client.send('Runtime.getProperties', { objectId, ownProperties: true });
  const { result, internalProperties = [], privateProperties = [] } = answer;
  let found: RemoteObject | undefined;
  for (const property of [...result, ...internalProperties, ...privateProperties]) {
    const held = property.value?.objectId;
    if (held === undefined) continue;
    if (property.name === name && found === undefined) found = { objectId: held };
    else await release(client, { objectId: held });
  }
  return found;
}
