import { option, said } from '../../core/report/sentence';
import { UserError } from '../../errors';
import { runningPlace, type RunningPlace } from '../process/runningFrame';
import type { Target } from '../process/target';
import { unlessStuck } from './unlessStuck';

/** A turn may have the late work of several calls to do. Measured: of a busy process it takes seconds. */
const turnPerCall = 3;
/** Until it is known how long a call may take. */
export const usualTurnTimeoutMillis = 30_000;

/** How long a process may be kept from a turn of its event loop, in milliseconds. */
export function turnTimeout(callTimeoutMillis: number): number {
  return turnPerCall * callTimeoutMillis;
}

/**
 * Lets the event loop turn, then waits, so that finalizers and late work can run.
 *
 * @throws UserError `never-settles` where the process is kept from it
 */
export function turn(target: Target, turns: number, millis: number): Promise<void> {
  return unlessNoTurn(target, target.driver.turn(turns, millis), millis);
}

/**
 * Waits for what comes with a turn of the event loop.
 *
 * @param millis which it takes at least
 * @throws UserError `never-settles` where the process is kept from it; nothing more is asked of it then
 */
export function unlessNoTurn<T>(target: Target, work: Promise<T>, millis = 0): Promise<T> {
  const timeoutMillis = target.turnTimeoutMillis + millis;
  return unlessStuck(target, work, {
    timeoutMillis,
    busy: async () => {
      const error = noTurn(timeoutMillis, await runningPlace(target));
      // No step that follows would get further: what is known by now is what there is.
      target.client.abandon(error);
      return error;
    },
    silent: () => noTurn(timeoutMillis),
  });
}

function noTurn(timeoutMillis: number, running?: RunningPlace): UserError {
  const seconds = timeoutMillis / 1_000;
  const what =
    running === undefined
      ? said`such as an endless loop or a blocking call in a timer`
      : said`and was in ${running.where}`;
  return new UserError(
    'never-settles',
    said`The process has been busy for ${seconds} s with something else than the calls, ${what}, and has not come to anything else. See what the program does besides; if it needs longer, raise ${option('--call-timeout')}.`,
    running?.place === undefined ? {} : { place: running.place },
  );
}
