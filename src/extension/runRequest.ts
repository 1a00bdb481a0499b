import type { AttachArguments, LaunchArguments } from '../adapter/protocol';
import { isCheckFile } from '../core/report/checkName';
import type { FunctionKind } from '../core/report/report';
import { fileName, locationText } from './locationText';
import { plainText } from './plainText';

/**
 * What a run was asked for, before settings are filled in: repeating it later picks up settings that
 * changed since. A launch.json configuration is kept as it was written.
 */
export interface RunRequest extends Partial<LaunchArguments>, Partial<AttachArguments> {
  readonly program: string;
}

/** Whether it is about a process that runs already, and not one of its own. */
export function isAttach({ processId, port, websocketAddress }: RunRequest): boolean {
  return [processId, port, websocketAddress].some((each) => each !== undefined && each !== '');
}

/** Whether a call of it has arguments at all: a whole file has none, and a test gets its runner's. */
export function takesArguments({ script, check }: RunRequest, kind?: FunctionKind): boolean {
  return script !== true && check !== true && kind !== 'test' && kind !== 'script';
}

/** The whole file in place of a function of it: a leak check is judged, every other file run again and again. */
export function wholeFile(request: RunRequest): RunRequest {
  const ofFunctions = ['function', 'callArguments', 'callThis'];
  const others = Object.entries(request).filter(([name]) => !ofFunctions.includes(name));
  return {
    ...(Object.fromEntries(others) as unknown as RunRequest),
    ...(isCheckFile(request.program) ? { check: true } : { script: true }),
  };
}

/** The `function` attribute as a position (1-based); undefined where it is a name or absent. */
export function positionOf(
  request: RunRequest,
): { readonly line: number; readonly column?: number } | undefined {
  const match = /^(\d+)(?::(\d+))?$/.exec(request.function ?? '');
  if (match === null) {
    return undefined;
  }
  const line = Number(match[1]);
  return match[2] === undefined ? { line } : { line, column: Number(match[2]) };
}

/** The same call of another function, or of the same function with other arguments. */
export function withCall(
  request: RunRequest,
  change: { readonly function?: string; readonly callArguments?: string },
): RunRequest {
  const { function: name, callArguments, ...rest } = { ...request, ...change };
  return {
    ...rest,
    ...(name === undefined ? {} : { function: name }),
    ...(callArguments === undefined || callArguments.trim() === '' ? {} : { callArguments }),
  };
}

/** `sessions.js:20`, until the function's name is known. */
export function requestTitle(request: RunRequest): string {
  const position = positionOf(request);
  if (position !== undefined) {
    return locationText({ file: request.program, line: position.line });
  }
  const { function: name } = request;
  return name === undefined ? fileName(request.program) : plainText(name, 80);
}
