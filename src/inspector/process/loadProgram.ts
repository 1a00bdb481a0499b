import { pathToFileURL } from 'node:url';
import { UserError } from '../../errors';
import { runOn, TargetError, type RemoteObject } from '../protocol/remoteObject';
import { inTime } from '../inTime';
import { loadFailure } from './loadFailure';
import type { Target } from './target';
import { option, said } from '../../core/report/sentence';

/** For all that a program does before the function is there; whoever waits can stop. */
export const defaultLoadTimeoutMillis = 60_000;

/**
 * Loads the program's file in a launched process, as `import()` would.
 *
 * @param timeoutMillis how long that may take
 * @returns its module namespace
 * @throws UserError `syntax-error`, `import-failed`
 */
export async function loadProgram(
  target: Target,
  file: string,
  timeoutMillis: number,
): Promise<RemoteObject> {
  const loaded = runOn(target.client, target.harness, 'function (url) { return this.load(url) }', [
    { value: pathToFileURL(file).href },
  ]);
  try {
    const namespace = await inTime(loaded, timeoutMillis, () => notInTime(file, timeoutMillis));
    return { objectId: namespace.objectId! };
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    throw await loadFailure(file, error, target.recentErrors());
  }
}

function notInTime(file: string, timeoutMillis: number): UserError {
  return new UserError(
    'import-failed',
    said`${file} has not been loaded within ${timeoutMillis / 1_000} s: it waits at its top level for something that does not come, or computes. Move such work into a function; if it only needs longer, raise ${option('--load-timeout')}.`,
  );
}
