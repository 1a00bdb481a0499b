import type { ThrownReport } from '../../core/report/report';
import { UserError } from '../../errors';
import type { DriverStatus } from './loopDriver';
import type { Scripts } from '../source/scripts';
import { firstFrame, placeText } from '../watch/stackText';
import type { Target } from '../process/target';
import { option, said, type Sentence } from '../../core/report/sentence';

/**
 * How many calls threw since then, for the report; nothing where none did or the target is gone.
 *
 * @param before the calls that are not counted, as those to warm up
 */
export async function thrownSince(
  before: DriverStatus,
  target: Target,
  scripts: Scripts,
): Promise<{ readonly thrown?: ThrownReport }> {
  if (target.client.gone.aborted) return {};
  const { thrown: all, firstThrown } = await target.driver.status();
  const thrown = all - before.thrown;
  if (thrown === 0 || firstThrown === undefined) return {};
  const frame = firstFrame(firstThrown.stack);
  const first = {
    message: firstThrown.message.slice(0, 500),
    ...(frame === undefined ? {} : { location: await scripts.locateByUrl(frame.url, frame) }),
  };
  return { thrown: { calls: thrown, first } };
}

/**
 * @param remedy one or more sentences
 * @throws UserError `throws-at-once` when every call so far threw
 */
export function checkNotAllThrew(
  { settled, thrown, firstThrown }: DriverStatus,
  remedy: Sentence,
): void {
  if (thrown === 0 || thrown < settled) return;
  const frame = firstFrame(firstThrown?.stack ?? '');
  const where = frame === undefined ? '' : ` (${placeText(frame)})`;
  throw new UserError(
    'throws-at-once',
    said`Each of the first ${String(settled)} calls threw: ${firstThrown?.message.slice(0, 500) ?? ''}${where}. ${remedy}`,
  );
}

/**
 * What calls leave behind that all throw says nothing of those before, which did not: a table of native
 * code may be full, a limit of connections reached.
 *
 * @throws UserError when each call since then threw, and less than half of those before
 */
export function checkNotAllThrewSince(before: DriverStatus, now: DriverStatus): void {
  const calls = now.settled - before.settled;
  const isNew = before.thrown < before.settled / 2;
  if (calls === 0 || now.thrown - before.thrown < calls || !isNew) return;
  throw new UserError(
    'throws-at-once',
    said`each of the ${String(calls)} calls that were made to find out threw, and those before did not. Fewer calls may tell: lower ${option('--max-calls')}`,
  );
}
