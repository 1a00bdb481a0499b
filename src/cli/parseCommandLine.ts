import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type {
  CallRequest,
  DiagnoseRequest,
  LaunchTarget,
  Limits,
  TargetRequest,
} from '../diagnose';
import { UsageError } from '../errors';
import { numberOption, parseOptions, type OptionValues } from './options';
import { parseFunctionArgument } from './parseFunctionArgument';
import { parseInspectorAddress } from './parseInspectorAddress';

export type Command = { readonly kind: 'help' } | { readonly kind: 'version' } | RunCommand;

export interface RunCommand {
  readonly kind: 'run';
  readonly request: DiagnoseRequest;
  /** What standard output gets. */
  readonly reporter: 'text' | 'json';
  /** Absolute path of a file for the report besides. */
  readonly jsonFile?: string;
  /** Whether the target's own output goes to standard error. */
  readonly showOutput: boolean;
}

/**
 * Reads the words after `leak-loop`; paths are relative to `cwd`.
 *
 * @throws UsageError with the remedy, for everything that is not understood or not available yet
 */
export function parseCommandLine(argv: readonly string[], cwd: string): Command {
  const { values, positionals } = parseOptions(argv);
  if (values.help === true || positionals[0] === 'help') {
    return { kind: 'help' };
  }
  if (values.version === true) {
    return { kind: 'version' };
  }
  const [command, ...operands] = positionals;
  switch (command) {
    case 'run':
      return parseRun(values, operands, cwd);
    case 'attach':
      return parseAttach(values, operands, cwd);
    case 'check':
      throw notYet('The command "check"', 'leak-loop run and leak-loop attach are');
    case undefined:
      throw new UsageError('A command is missing: leak-loop run <file>. See leak-loop --help');
    default:
      throw unknownCommand(command, cwd);
  }
}

function parseRun(values: OptionValues, operands: readonly string[], cwd: string): RunCommand {
  const [operand, ...rest] = operands;
  if (operand === undefined) {
    throw new UsageError('The file is missing: leak-loop run <file>[#name | :line[:column]]');
  }
  if (rest.length > 0) {
    throw new UsageError(
      `One file at a time: what to do with ${rest.join(' ')}? (A path with spaces needs quotes.)`,
    );
  }
  rejectOptions(values, 'run');
  return measurement(values, operand, launchOptions(values, cwd), cwd);
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
  return measurement(values, values.function, { kind: 'attach', address, allowsRemote }, cwd);
}

/** @param chosen `<file>[#name | :line[:column]]` */
function measurement(
  values: OptionValues,
  chosen: string,
  target: TargetRequest,
  cwd: string,
): RunCommand {
  const { file, at } = parseFunctionArgument(chosen, (path) => isFile(resolve(cwd, path)));
  const jsonFile = jsonPath(values, cwd);
  return {
    kind: 'run',
    request: {
      function: { file: resolve(cwd, file), at },
      target,
      call: callOptions(values),
      limits: limitOptions(values),
    },
    reporter: values.json === '-' ? 'json' : reporterOption(values),
    ...(jsonFile === undefined ? {} : { jsonFile }),
    showOutput: values['show-output'] ?? false,
  };
}

function launchOptions(values: OptionValues, cwd: string): LaunchTarget {
  const { node } = values;
  return {
    kind: 'launch',
    // a bare name is looked up in PATH
    ...(node === undefined ? {} : { node: /[\\/]/.test(node) ? resolve(cwd, node) : node }),
    nodeArgs: values['node-arg'] ?? [],
    cwd: folderOption(values, cwd),
    env: environmentOptions(values),
  };
}

function callOptions(values: OptionValues): CallRequest {
  return {
    ...(values.args === undefined ? {} : { args: values.args }),
    ...(values.this === undefined ? {} : { receiver: values.this }),
  };
}

function limitOptions(values: OptionValues): Partial<Limits> {
  const maxCalls = numberOption(values, 'max-calls');
  const timeBudget = numberOption(values, 'time-budget');
  const memoryBudget = numberOption(values, 'memory-budget');
  const callTimeout = numberOption(values, 'call-timeout');
  return {
    ...(maxCalls === undefined ? {} : { maxCalls }),
    ...(timeBudget === undefined ? {} : { timeBudgetMillis: timeBudget * 1000 }),
    ...(memoryBudget === undefined ? {} : { memoryBudgetBytes: memoryBudget * 1024 * 1024 }),
    ...(callTimeout === undefined ? {} : { callTimeoutMillis: callTimeout * 1000 }),
  };
}

function environmentOptions(values: OptionValues): Record<string, string> {
  const pairs = (values.env ?? []).map((text): [string, string] => {
    const sign = text.indexOf('=');
    if (sign < 1) {
      throw new UsageError(`--env takes NAME=VALUE, such as --env PORT=0 (got "${text}")`);
    }
    return [text.slice(0, sign), text.slice(sign + 1)];
  });
  return Object.fromEntries(pairs);
}

function folderOption(values: OptionValues, cwd: string): string {
  const folder = resolve(cwd, values.cwd ?? '.');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--cwd takes an existing folder (got "${values.cwd ?? ''}")`);
  }
  return folder;
}

function jsonPath(values: OptionValues, cwd: string): string | undefined {
  if (values.json === '') {
    throw new UsageError('--json takes a path, or - for standard output');
  }
  return values.json === undefined || values.json === '-' ? undefined : resolve(cwd, values.json);
}

function reporterOption({ reporter = 'text' }: OptionValues): 'text' | 'json' {
  switch (reporter) {
    case 'text':
    case 'json':
      return reporter;
    case 'junit':
    case 'github':
      throw notYet(`--reporter ${reporter}`, '--reporter text and --reporter json are');
    default:
      throw new UsageError(`--reporter takes text or json (got "${reporter}")`);
  }
}

/** Options that are not there yet, or belong to another command. */
function rejectOptions(values: OptionValues, command: 'run' | 'attach'): void {
  if (values.html !== undefined) {
    throw notYet('--html', '--json <path> is');
  }
  if (values.tests !== undefined) {
    throw new UsageError(`--tests belongs to leak-loop check, not to leak-loop ${command}`);
  }
  if (command === 'run' && values.function !== undefined) {
    throw new UsageError(
      '--function belongs to leak-loop attach; leak-loop run takes the function with its file: <file>#name or <file>:line',
    );
  }
  if (command === 'run' && values['allow-remote'] !== undefined) {
    throw new UsageError(
      '--allow-remote belongs to leak-loop attach: leak-loop run starts a process of its own here',
    );
  }
  const forLaunch = (['node', 'node-arg', 'cwd', 'env', 'show-output'] as const).find(
    (name) => values[name] !== undefined,
  );
  if (command === 'attach' && forLaunch !== undefined) {
    throw new UsageError(
      `--${forLaunch} belongs to leak-loop run: the process that is attached to runs already`,
    );
  }
}

function unknownCommand(word: string, cwd: string): UsageError {
  const { file } = parseFunctionArgument(word, (path) => isFile(resolve(cwd, path)));
  const remedy = isFile(resolve(cwd, file))
    ? `write leak-loop run ${word} to loop a function of that file`
    : 'the command is run';
  return new UsageError(`"${word}" is not a command of leak-loop: ${remedy}. See leak-loop --help`);
}

function notYet(what: string, available: string): UsageError {
  return new UsageError(`${what} is not available in this version yet; ${available}`);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
