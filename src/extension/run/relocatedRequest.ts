import { anchorOf, type FunctionResult } from '../leaksView/functionResult';
import { readLines } from '../leaksView/readLineTexts';
import { relocateFunction } from './relocateFunction';
import { positionOf, withCall, type RunRequest } from './runRequest';

/** The request with the position where the function is now; by name where its line was edited. */
export async function relocatedRequest(
  result: FunctionResult,
  request: RunRequest,
): Promise<RunRequest> {
  const anchor = anchorOf(result);
  const lines = positionOf(request) === undefined ? undefined : await readLines(request.program);
  if (anchor === undefined || lines === undefined) {
    return request;
  }
  const place = relocateFunction(anchor, lines);
  const { name } = result.report.function;
  if (place !== undefined) {
    return withCall(request, { function: `${place.line}:${place.column}` });
  }
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
    ? withCall(request, { function: name })
    : request;
}
