import { valueOf } from '../protocol/remoteObject';
import type { Target } from './target';
import { said, type Sentence } from '../../core/report/sentence';

/** A warning where a launched program was done and said so by `process.exit()`; none where the target is gone. */
export async function keptFromExit({ client, harness }: Target): Promise<readonly Sentence[]> {
  if (client.gone.aborted) return [];
  const wasKept = 'function () { return this.wasKept?.() ?? false }';
  return (await valueOf<boolean>(client, harness, wasKept)) ? [warning] : [];
}

const warning = said`The program called process.exit() when it was done, and was kept all the same: what stands behind that call was run.`;
