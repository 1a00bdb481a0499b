import type { ThrownReport } from '../core/report/report';
import { UserError } from '../errors';
import type { DriverStatus } from './loopDriver';
import type { Scripts } from './scripts';
import { firstFrame, placeText } from './stackText';
import type { Target } from './target';

/** How many calls threw, for the report; nothing where none did or the target is gone. */
export async function thrownSoFar(
  target: Target,
  scripts: Scripts,
): Promise<{ readonly thrown?: ThrownReport }> {
  if (target.client.gone.aborted) return {};
  const { thrown, firstThrown } = await target.driver.status();
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
  remedy: string,
): void {
  if (thrown === 0 || thrown < settled) return;
  const frame = firstFrame(firstThrown?.stack ?? '');
  const where = frame === undefined ? '' : ` (${placeText(frame)})`;
  throw new UserError(
    'throws-at-once',
    `Each of the first ${String(settled)} calls threw: ${firstThrown?.message.slice(0, 500) ?? ''}${where}. ${remedy}`,
  );
}
