import { isAbsolute, resolve } from 'node:path';
import type { RunRequest } from '../run/runRequest';

/** What a language model gives, as the manifest's schema has it. */
export interface ToolInput {
  /** Absolute, or relative to the workspace folder. */
  readonly file: string;
  /** A name, or a line from 1. */
  readonly function: string;
  readonly callArguments?: string;
  readonly callThis?: string;
  readonly maxCalls?: number;
}

/** @param folder absolute path of the workspace folder */
export function requestOfTool(input: ToolInput, folder: string): RunRequest {
  const { file, function: name, callArguments, callThis, maxCalls } = input;
  return {
    program: isAbsolute(file) ? file : resolve(folder, file),
    function: name,
    ...(callArguments === undefined ? {} : { callArguments }),
    ...(callThis === undefined ? {} : { callThis }),
    ...(maxCalls === undefined ? {} : { maxCalls }),
  };
}
