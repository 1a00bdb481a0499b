import type { GrowthSite, StackFrame, Suspect } from '../report/report';
import { joinSuspects } from './joinSuspects';

/**
 * One call of the program into a package or into Node may add to several holders: a pipe to its source's list of
 * pipes and to three lists of listeners, a table to the map of its keys and to that of its values. That is one
 * mistake, at one place: the heaviest stands for all.
 */
export function joinInsideOneCall(suspects: readonly Suspect[]): Suspect[] {
  return joinSuspects(suspects, ({ growthSite }) =>
    growthSite === undefined ? '' : callInto(growthSite),
  );
}

/** The call, with all that led to it; '' where the program's own statement adds, or it was not seen. */
function callInto({ how, location, stack }: GrowthSite): string {
  const at = stack.findIndex((frame) => placeOf(frame) === placeOf({ location }));
  if (how !== 'watched' || at <= 0) return '';
  return stack.slice(at).map(placeOf).join(' ');
}

function placeOf({ location: { file, line, column } }: Pick<StackFrame, 'location'>): string {
  return `${file}:${String(line)}:${String(column)}`;
}
