import type { Location, Suspect } from '../../core/report/report';
import type { FunctionResult } from '../leaksView/functionResult';
import type { Translate } from '../language';
import { causeRows } from './causeRows';
import { fileKey } from './fileKey';

/** One stop of a walk over a cause. */
export interface CausePlace {
  readonly location: Location;
  /** What is there, as in the Leaks view. */
  readonly label: string;
}

/** The lines that a cause is about, in the order of the Leaks view, each once; Node's own have no file. */
export function placesOfCause(
  result: FunctionResult,
  suspect: Suspect,
  t: Translate,
): readonly CausePlace[] {
  const seen = new Set<string>();
  return causeRows(result, suspect, t).flatMap(({ row, location }) => {
    if (location === undefined || location.file.startsWith('node:')) return [];
    const key = `${fileKey(location.file)}:${location.line}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ location, label: row.label }];
  });
}

/** The place after or before one, around the end; with none to go from, the first or the last. */
export function stepFrom(index: number | undefined, step: 1 | -1, count: number): number {
  if (index === undefined) return step === 1 ? 0 : count - 1;
  return (index + step + count) % count;
}
