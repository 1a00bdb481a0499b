import { UserError, type ErrorPlace } from '../../errors';
import type { BatchRun, DriverStatus } from './loopDriver';
import { runningPlace } from '../process/runningFrame';
import type { Target } from '../process/target';
import { option, said, type Sentence } from '../../core/report/sentence';
import { unlessStuck } from './unlessStuck';

/**
 * Runs a batch and watches that single calls come back.
 *
 * @param lateMillis how long late work gets after the calls; counts as part of the last one
 * @throws UserError `never-settles` when one call takes longer than `callTimeoutMillis`; names what
 *   the process is waiting for
 */
export async function guardedRun(
  target: Target,
  calls: number,
  millis: number,
  callTimeoutMillis: number,
  lateMillis = 0,
): Promise<BatchRun> {
  return unlessStuck(target, target.driver.run(calls, millis, lateMillis), {
    timeoutMillis: callTimeoutMillis,
    busy: () => whatItWaitsFor(target, callTimeoutMillis),
    silent: () =>
      neverSettles(callTimeoutMillis, said`it blocks the process, which does not answer`),
  });
}

async function whatItWaitsFor(target: Target, timeoutMillis: number): Promise<UserError> {
  const { driver } = target;
  const running = await runningPlace(target);
  if (running !== undefined) {
    const why = said`it was in ${running.where}`;
    return neverSettles(timeoutMillis, why, undefined, running.place);
  }
  const { waitsFor } = await driver.status();
  if (waitsFor !== undefined) {
    const { why, otherwise } = waits[waitsFor];
    return neverSettles(timeoutMillis, why, otherwise);
  }
  const open = await driver.activeResources();
  const resources = Object.entries(open).map(([name, count]) =>
    count === 1 ? name : `${String(count)} × ${name}`,
  );
  return neverSettles(
    timeoutMillis,
    resources.length === 0
      ? said`nothing is pending that could wake it`
      : said`pending in the process: ${resources.join(', ')}`,
  );
}

const leftAlone = said`${option('--no-drain')} leaves what it returns alone`;

/** What a call that has not come back waits for, and what to do about it. */
const waits: Readonly<
  Record<
    NonNullable<DriverStatus['waitsFor']>,
    { readonly why: Sentence; readonly otherwise: Sentence }
  >
> = {
  callback: {
    why: said`the callback that it got was not called`,
    otherwise: said`if its last parameter is not a callback, or it does not call it with these arguments, ${option('--no-callback')} calls it without`,
  },
  iterator: {
    why: said`the iterator that it returned has not come to its end`,
    otherwise: leftAlone,
  },
  stream: {
    why: said`the stream that it returned has not come to its end`,
    otherwise: leftAlone,
  },
};

function neverSettles(
  timeoutMillis: number,
  why: Sentence,
  otherwise = said`otherwise give it arguments with which it ends`,
  place?: ErrorPlace,
): UserError {
  const seconds = timeoutMillis / 1_000;
  return new UserError(
    'never-settles',
    said`One call has not come back within ${String(seconds)} s (${why}). If it needs longer, raise ${option('--call-timeout')}; ${otherwise}.`,
    place === undefined ? {} : { place },
  );
}
