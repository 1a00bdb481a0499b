import type { Baseline } from '../../checks/baseline';
import type { FunctionResult } from '../leaksView/functionResult';

/** A result with what a baseline accepts of it, the very same where that is what it has already. */
export function withAccepted(
  result: FunctionResult,
  baseline: Pick<Baseline, 'reasonFor'> | undefined,
): FunctionResult {
  const reasons = result.report.suspects.flatMap((suspect): [string, string][] => {
    const reason = baseline?.reasonFor(result.request.program, suspect);
    return reason === undefined ? [] : [[suspect.fingerprint, reason]];
  });
  const accepted = new Map(reasons);
  return isSame(accepted, result.accepted) ? result : { ...result, accepted };
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
