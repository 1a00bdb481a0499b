import type { Suspect } from '../report/report';
import type { Cause } from './causes';
import { joinSuspects } from './joinSuspects';
import { isWithin } from './outerFirst';

/** Of what accumulates, so much at least is added to with each call; some came while calls were tracked. */
const leastReached = 1 / 2;

/**
 * A call that adds to each of what accumulates (every listener that stayed notes what it is told) adds the more
 * the more there is: that is the doing of what accumulates, and gone with it.
 *
 * @param suspects of these causes, the outer ones first
 */
export function joinFannedOut(suspects: readonly Suspect[], causes: readonly Cause[]): Suspect[] {
  const outerOf = new Map(
    causes.flatMap((cause) => {
      const outer = causes.find((other) => isFannedOut(cause, other));
      return outer === undefined ? [] : [[cause.fingerprint, outer.fingerprint]];
    }),
  );
  return joinSuspects(suspects, ({ fingerprint }) => outerOf.get(fingerprint) ?? fingerprint);
}

function isFannedOut(cause: Cause, outer: Cause): boolean {
  return isWithin(cause, outer) && cause.objectsPerCall >= leastReached * outer.group.population;
}
