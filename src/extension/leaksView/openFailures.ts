import { functionName, type FunctionResult } from './functionResult';
import type { RunFailure } from '../run/runFailure';
import type { RunRequest } from '../run/runRequest';

/** What was not about one call, so that any report on the same file shows that it is over. */
const aboutTheFile: ReadonlySet<RunFailure['code']> = new Set([
  'file-not-found',
  'syntax-error',
  'import-failed',
  'not-compiled',
  'not-loaded',
  'node-missing',
  'node-too-old',
]);

/** Identifies what was to be run: the same for every attempt at it, until its file is edited above it. */
export function failureKey({ request }: RunFailure): string {
  const { program, function: selector = '', testName = '', script, check } = request;
  return [program, selector, testName, script ?? check ?? false].join('#');
}

/** What still stands of earlier failures once something else could not be measured; newest first. */
export function afterFailure(
  failures: readonly RunFailure[],
  failure: RunFailure,
): readonly RunFailure[] {
  const others = failures.filter(
    (each) => !isSame(each, failure.request, failure.title) && !isMisplaced(each),
  );
  return [failure, ...others];
}

/** What still stands of earlier failures once something was measured. */
export function afterResult(
  failures: readonly RunFailure[],
  { request, report }: FunctionResult,
): readonly RunFailure[] {
  const title = functionName(report.function);
  return failures.filter(
    (each) =>
      !isSame(each, request, title) &&
      !isMisplaced(each) &&
      !(each.request.program === request.program && aboutTheFile.has(each.code)),
  );
}

/** By name as well: its line changes with edits. */
function isSame(failure: RunFailure, request: RunRequest, title: string): boolean {
  if (failure.request.program !== request.program) return false;
  return failure.title === title || failureKey(failure) === failureKey({ ...failure, request });
}

/** No function was meant: nobody comes back to the place. */
function isMisplaced({ code }: RunFailure): boolean {
  return code === 'no-function';
}
