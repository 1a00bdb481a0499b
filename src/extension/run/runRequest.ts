import type { AttachArguments, LaunchArguments } from '../../adapter/protocol';
import { isCheckFile } from '../../core/report/checkName';
import type { FunctionKind } from '../../core/report/report';
import { fileName, locationText } from '../leaksView/locationText';
import { plainText } from '../plainText';
import { without } from '../without';

/**
 * What a run was asked for, before settings are filled in: repeating it later picks up settings that
 * changed since. A launch.json configuration is kept as it was written.
 */
export interface RunRequest extends Partial<LaunchArguments>, Partial<AttachArguments> {
  /** The file with the function. */
  readonly program: string;
  /** What is started around the function, where that is not its file; without a program a `runtimeExecutable`. */
  readonly around?: { readonly program?: string };
}

/** Whether it is about a process that runs already, and not one of its own. */
export function isAttach({ processId, port, websocketAddress, debugSession }: RunRequest): boolean {
  return [processId, port, websocketAddress, debugSession].some(
    (each) => each !== undefined && each !== '',
  );
}

/** Whether a call of it has arguments at all: a whole file has none, and a test gets its runner's. */
export function takesArguments({ script, check }: RunRequest, kind?: FunctionKind): boolean {
  return script !== true && check !== true && kind !== 'test' && kind !== 'script';
}

/** The whole file in place of a function of it: a leak check is judged, every other file run again and again. */
export function wholeFile(request: RunRequest): RunRequest {
  const ofFunctions = [
    'function',
    'callArguments',
    'callThis',
    'capture',
    'callback',
    'drain',
  ] as const;
  return {
    ...without(request, ofFunctions),
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

/** What a call is made with: JavaScript expressions. */
export interface CallExpressions {
  readonly callArguments?: string;
  readonly callThis?: string;
}

/** The same call of another function, or of the same function with other arguments or another `this`. */
export function withCall(
  request: RunRequest,
  change: CallExpressions & { readonly function?: string },
): RunRequest {
  const { function: name, callArguments, callThis, capture, ...rest } = { ...request, ...change };
  const isGiven = change.callArguments !== undefined || change.callThis !== undefined;
  return {
    ...rest,
    ...(name === undefined ? {} : { function: name }),
    ...(isBlank(callArguments) ? {} : { callArguments }),
    ...(isBlank(callThis) ? {} : { callThis }),
    ...(capture === undefined || isGiven ? {} : { capture }),
  };
}

function isBlank(text: string | undefined): text is undefined {
  return text === undefined || text.trim() === '';
}

/** What names a process in a request. */
export type ProcessChoice =
  | { readonly processId: number }
  | { readonly port: number }
  | { readonly websocketAddress: string }
  | { readonly debugSession: string };

/** The same call in another process. */
export function inProcess(request: RunRequest, choice: ProcessChoice): RunRequest {
  const names = ['processId', 'port', 'websocketAddress', 'debugSession', 'worker'] as const;
  return { ...without(request, names), ...choice };
}

/** The call that the program itself makes next, instead of one that is described. */
export function onNextCall(request: RunRequest): RunRequest {
  return { ...without(request, ['callArguments', 'callThis']), capture: true };
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
