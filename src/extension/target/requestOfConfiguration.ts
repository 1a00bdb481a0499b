import { isAbsolute } from 'node:path';
import { parseFunctionArgument, type FunctionArgument } from '../../parseFunctionArgument';
import type { RunRequest } from '../run/runRequest';

/**
 * A configuration as it is written in launch.json, without what belongs to VS Code's own bookkeeping.
 * Where its function is named with its file, the program is what is started around it.
 *
 * @returns undefined where no file is named
 * @throws UsageError where the function's file is named without its function
 */
export function requestOfConfiguration(
  configuration: Readonly<Record<string, unknown>>,
  isFile: (path: string) => boolean,
): RunRequest | undefined {
  const { program, ...rest } = Object.fromEntries(
    Object.entries(configuration).filter(([name]) => !/^(__.*|type|request|name)$/.test(name)),
  );
  const started = typeof program === 'string' && program !== '' ? program : undefined;
  const { function: written, ...others } = rest;
  if (typeof written !== 'string' || !isAbsolute(written)) {
    return started === undefined ? undefined : { ...rest, program: started };
  }
  const { file, at } = parseFunctionArgument(written, isFile);
  const around = started === undefined ? {} : { program: started };
  return { ...others, ...selectorOf(at), program: file, around };
}

/** The configuration's own two attributes again, as the debug adapter reads them. */
export function withProgramAround({ around, ...request }: RunRequest): Partial<RunRequest> {
  if (around === undefined) return request;
  const { program: file, function: selector = '', ...rest } = request;
  const mark = selector === '' ? '' : /^\d/.test(selector) ? ':' : '#';
  return { ...rest, ...around, function: `${file}${mark}${selector}` };
}

/** As a request has it, without the file. */
function selectorOf(at: FunctionArgument['at']): Pick<RunRequest, 'function'> {
  if (at.kind === 'name') return { function: at.name };
  if (at.kind !== 'position') return {};
  const column = at.column === undefined ? '' : `:${String(at.column)}`;
  return { function: `${String(at.line)}${column}` };
}
