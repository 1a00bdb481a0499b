import type { InspectorClient } from './inspectorClient';

/**
 * A process that ends waits for those who inspect it to disconnect, and answers them with "Cannot find context"
 * meanwhile: it is let go, and whoever waits for an answer learns that it ended.
 */
export async function letGoAtExit(client: InspectorClient): Promise<void> {
  client.on('NodeRuntime.waitingForDisconnect', () => void client.close());
  await client.send('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true });
}
