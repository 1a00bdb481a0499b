import { valueOf } from '../protocol/remoteObject';
import type { Target } from './target';

/** A warning where a launched program was done and said so by `process.exit()`; none where the target is gone. */
export async function keptFromExit({ client, harness }: Target): Promise<readonly string[]> {
  if (client.gone.aborted) return [];
  const wasKept = 'function () { return this.wasKept?.() ?? false }';
  return (await valueOf<boolean>(client, harness, wasKept)) ? [warning] : [];
}

const warning =
  'The program called process.exit() when it was done, and was kept all the same: what stands behind that call was run.';
