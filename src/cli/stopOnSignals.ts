import { StoppedError } from '../errors';
import { exitCodes } from '../exitCodes';

/**
 * A signal that aborts at the first Ctrl-C (or request to end), so that what was measured so far
 * is still reported and no target is left behind; a second one ends this process at once.
 */
export function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) {
        process.exit(exitCodes.notMeasured);
      }
      controller.abort(new StoppedError());
    });
  }
  return controller.signal;
}
