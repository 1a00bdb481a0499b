import { resolve } from 'node:path';
import type {
  CallRequest,
  DiagnoseRequest,
  FunctionSelector,
  LaunchTarget,
  TargetRequest,
} from '../diagnose';
import { UsageError } from '../errors';
import { launchOptions } from './launchOptions';
import { limitValues, numberValue, parseOptions, type OptionValues } from './options';
import { parseCheck, type CheckCommand } from './parseCheck';
import { loadTimeoutOption } from '../limitOptions';
import { parseFunctionArgument } from '../parseFunctionArgument';
import { parseInspectorAddress } from './parseInspectorAddress';
import { parseMerge, type MergeCommand } from './parseMerge';
import { rejectOptions } from './rejectOptions';
import { resultOptions, type ResultOptions } from './resultOptions';
import { statsOf } from '../statsOf';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | RunCommand
  | CheckCommand
  | MergeCommand;

export interface RunCommand extends ResultOptions {
  readonly kind: 'run';
  readonly request: DiagnoseRequest;
  /** Whether the target's own output goes to standard error. */
  readonly showOutput: boolean;
}

/**
 * Reads the words after `leak-loop`; paths are relative to `cwd`.
 *
 * @throws UsageError with the remedy, for everything that is not understood
 */
export function parseCommandLine(argv: readonly string[], cwd: string): Command {
  const { values, positionals, programWords } = parseOptions(argv);
  if (values.help === true || positionals[0] === 'help') {
    return { kind: 'help' };
  }
  if (values.version === true) {
    return { kind: 'version' };
  }
  const [command, ...operands] = positionals;
  if (programWords.length > 0 && command !== 'run') {
    throw new UsageError(
      `What stands behind -- is for the program that leak-loop run starts: leave out -- ${programWords.join(' ')}`,
    );
  }
  switch (command) {
    case 'run':
      return parseRun(values, operands, programWords, cwd);
    case 'attach':
      return parseAttach(values, operands, cwd);
    case 'check':
      return parseCheck(values, operands, cwd);
    case 'merge':
      return parseMerge(values, operands, cwd);
    case undefined:
      throw new UsageError('A command is missing: leak-loop run <file>. See leak-loop --help');
    default:
      throw unknownCommand(command, cwd);
  }
}

function parseRun(
  values: OptionValues,
  operands: readonly string[],
  programWords: readonly string[],
  cwd: string,
): RunCommand {
  const [operand, ...rest] = operands;
  if (operand === undefined && values.function === undefined) {
    throw new UsageError('The file is missing: leak-loop run <file>[#name | :line[:column]]');
  }
  if (rest.length > 0) {
    throw new UsageError(
      `One file at a time: what to do with ${rest.join(' ')}? (A path with spaces needs quotes; arguments of the program stand behind --.)`,
    );
  }
  rejectOptions(values, 'run');
  const launch = { ...launchOptions(values, cwd), ...memberOption(values) };
  if (values.function === undefined) {
    rejectWithoutFunction(values);
    const args = programWords.length === 0 ? {} : { args: programWords };
    return measurement(values, operand!, { ...launch, ...args, ...loadTimeout(values) }, cwd);
  }
  const program = startedProgram(values, operand, programWords, cwd);
  const target = { ...launch, ...program, ...loadTimeout(values) };
  return measurement(values, values.function, target, cwd);
}

/** A file of that name, or else whatever command stands behind `--`. */
function startedProgram(
  values: OptionValues,
  operand: string | undefined,
  programWords: readonly string[],
  cwd: string,
): Pick<LaunchTarget, 'program' | 'command' | 'args'> {
  if (values.script === true) {
    throw new UsageError('--script runs the whole file by itself: leave out --function');
  }
  if (operand !== undefined) return { program: resolve(cwd, operand), args: programWords };
  const [executable, ...words] = programWords;
  if (executable === undefined) {
    throw new UsageError(
      'What is to be started? leak-loop run <program> --function <file>#name, or --function <file>#name -- npm start',
    );
  }
  if (values.node !== undefined || (values['node-arg'] ?? []).length > 0) {
    throw new UsageError(
      `--node and --node-arg are for a program that Node runs: write them behind --, where ${executable} stands, or use --env NODE_OPTIONS=…`,
    );
  }
  return { command: [executable, ...words] };
}

/** @throws UsageError for what only a program around the function has */
function rejectWithoutFunction(values: OptionValues): void {
  const names = ['member', 'capture'] as const;
  const foreign = names.find((name) => values[name] !== undefined);
  if (foreign === undefined) return;
  throw new UsageError(
    `--${foreign} is for a program that is started around the function: leak-loop run <program> --function <file>#name`,
  );
}

function loadTimeout(values: OptionValues): { readonly loadTimeoutMillis?: number } {
  const seconds = numberValue(values, loadTimeoutOption);
  return seconds === undefined ? {} : { loadTimeoutMillis: 1_000 * seconds };
}

function memberOption({ member }: OptionValues): { readonly member?: number } {
  if (member === undefined) return {};
  if (!/^[1-9]\d{0,5}$/.test(member)) {
    throw new UsageError(`--member takes a number from 1 on, such as --member 2 (got "${member}")`);
  }
  return { member: Number(member) };
}

function parseAttach(values: OptionValues, operands: readonly string[], cwd: string): RunCommand {
  const usage = 'leak-loop attach <port | pid | ws-url> --function <file>[#name | :line[:column]]';
  const [operand, ...rest] = operands;
  if (operand === undefined || rest.length > 0) {
    throw new UsageError(
      operand === undefined
        ? `The process is missing: ${usage}`
        : `One process at a time: what to do with ${rest.join(' ')}?`,
    );
  }
  if (values.function === undefined) {
    throw new UsageError(`Which function? --function is missing: ${usage}`);
  }
  rejectOptions(values, 'attach');
  const address = parseInspectorAddress(operand);
  const allowsRemote = values['allow-remote'] ?? false;
  const target: TargetRequest = {
    kind: 'attach',
    address,
    allowsRemote,
    ...memberOption(values),
  };
  return measurement(values, values.function, target, cwd);
}

/** @param chosen `<file>[#name | :line[:column]]` */
function measurement(
  values: OptionValues,
  chosen: string,
  target: TargetRequest,
  cwd: string,
): RunCommand {
  const { file, at } = parseFunctionArgument(chosen, (path) => isFile(resolve(cwd, path)));
  return {
    kind: 'run',
    request: {
      function: {
        file: resolve(cwd, file),
        at: values.script === true ? wholeScript(values, at) : at,
      },
      target,
      call: callOptions(values),
      limits: limitValues(values),
    },
    ...resultOptions(values, cwd),
    showOutput: values['show-output'] ?? false,
  };
}

/** @throws UsageError for what only a function can have */
function wholeScript(values: OptionValues, at: FunctionSelector): FunctionSelector {
  if (at.kind !== 'export') {
    throw new UsageError('--script runs the whole file: leave out #name or :line');
  }
  const names = ['args', 'this', 'callback', 'no-callback', 'no-drain'] as const;
  const foreign = names.find((name) => values[name] !== undefined);
  if (foreign !== undefined) {
    throw new UsageError(`--${foreign} belongs to a function, and --script runs the whole file`);
  }
  return { kind: 'script' };
}

function callOptions(values: OptionValues): CallRequest {
  if (values.capture === true && (values.args !== undefined || values.this !== undefined)) {
    throw new UsageError(
      '--capture takes this and the arguments from a real call: leave out --args and --this',
    );
  }
  return {
    ...(values.capture === true ? { captures: true } : {}),
    ...(values.args === undefined ? {} : { args: values.args }),
    ...(values.this === undefined ? {} : { receiver: values.this }),
    ...callbackOption(values),
    ...(values['no-drain'] === true ? { drains: false } : {}),
  };
}

function callbackOption(values: OptionValues): CallRequest {
  const isAsked = values.callback === true;
  const isRefused = values['no-callback'] === true;
  if (isAsked && isRefused) {
    throw new UsageError('--callback and --no-callback exclude each other: leave one out');
  }
  return isAsked || isRefused ? { callback: isAsked } : {};
}

function unknownCommand(word: string, cwd: string): UsageError {
  const { file } = parseFunctionArgument(word, (path) => isFile(resolve(cwd, path)));
  const remedy = isFile(resolve(cwd, file))
    ? `write leak-loop run ${word} to loop a function of that file`
    : 'there are run, attach, check and merge';
  return new UsageError(`"${word}" is not a command of leak-loop: ${remedy}. See leak-loop --help`);
}

function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}
