import { basename, isAbsolute } from 'node:path';
import type {
  AttachTarget,
  DiagnoseRequest,
  FunctionReference,
  FunctionSelector,
  InspectorAddress,
  LaunchTarget,
  Limits,
  NamedTest,
} from '../diagnose';
import { UsageError } from '../errors';
import { parseFunctionSelector } from '../functionSelector';
import { greatestPort } from '../greatestPort';
import { parseFunctionArgument } from '../parseFunctionArgument';
import type { AttachArguments, LaunchArguments } from './protocol';
import { units, type Unit } from '../limitOptions';
import { said, type Sentence } from '../core/report/sentence';
import { statsOf } from '../statsOf';

type Attribute = keyof LaunchArguments | keyof AttachArguments;

/** A configuration as a client sends it: hand-written JSON, so nothing about it is certain. */
export type UncheckedArguments = Readonly<Partial<Record<Attribute, unknown>>>;

/**
 * @param request what is done with the process
 * @throws UsageError naming the attribute and what it takes
 */
export function readConfiguration(
  request: 'launch' | 'attach',
  args: UncheckedArguments,
): DiagnoseRequest {
  const callArguments = text(args, 'callArguments');
  const receiver = text(args, 'callThis');
  const callback = flag(args, 'callback');
  const drains = flag(args, 'drain');
  const captures = flag(args, 'capture') === true;
  if (captures && (callArguments ?? receiver) !== undefined) {
    throw new UsageError(
      said`"capture" takes this and the arguments from a real call: leave out "callArguments" and "callThis".`,
    );
  }
  const placed = functionWithFile(args);
  if (captures && request === 'launch' && placed === undefined) {
    throw new UsageError(
      said`"capture" waits for a program to call the function: name the function with its file, such as "\${workspaceFolder}/worker.js#name", and the program that calls it as "program".`,
    );
  }
  return {
    function: placed ?? { file: program(args), at: functionSelector(args) },
    target:
      request === 'attach'
        ? attachTarget(args)
        : { ...launchTarget(args), ...(placed === undefined ? {} : startedProgram(args)) },
    call: {
      ...(callArguments === undefined ? {} : { args: callArguments }),
      ...(receiver === undefined ? {} : { receiver }),
      ...(callback === undefined ? {} : { callback }),
      ...(drains === undefined ? {} : { drains }),
      ...(captures ? { captures } : {}),
    },
    limits: limits(args),
  };
}

/** Whether what leaks is to be held for inspection. @throws UsageError where that is no answer */
export function inspects(args: UncheckedArguments): boolean {
  return flag(args, 'inspect') === true;
}

/**
 * Where the heap snapshot is to be written; undefined: nowhere.
 *
 * @throws UsageError for what is no absolute path
 */
export function snapshotPath(args: UncheckedArguments): string | undefined {
  const path = text(args, 'heapSnapshot');
  if (path !== undefined && !isAbsolute(path)) {
    throw new UsageError(
      said`"heapSnapshot" takes an absolute path, such as \${workspaceFolder}/leak.heapsnapshot.`,
    );
  }
  return path;
}

/** A function whose file is named with it: the program is what is started around it. */
function functionWithFile({
  function: written,
}: UncheckedArguments): FunctionReference | undefined {
  if (typeof written !== 'string' || !isAbsolute(written)) return undefined;
  const isFile = (path: string): boolean => statsOf(path)?.isFile() ?? false;
  return parseFunctionArgument(written, isFile);
}

/** As js-debug has it: a runtime that is not Node, such as npm, gets its arguments, then the program. */
function startedProgram(args: UncheckedArguments): Pick<LaunchTarget, 'program' | 'command'> {
  const executable = text(args, 'runtimeExecutable');
  const hasProgram = (text(args, 'program') ?? '') !== '';
  if (hasProgram && (executable === undefined || isNode(executable))) {
    return { program: program(args) };
  }
  if (executable === undefined) {
    throw new UsageError(
      said`What is to be started? Give "program", or "runtimeExecutable" with "runtimeArgs", such as "npm" with ["run", "start"].`,
    );
  }
  const runtimeArgs = texts(args, 'runtimeArgs');
  return { command: [executable, ...runtimeArgs, ...(hasProgram ? [program(args)] : [])] };
}

/** `node`, `nodejs`, `/opt/node-22/bin/node`, `node20.exe` */
function isNode(executable: string): boolean {
  return /^node(?:js)?[\d.-]*(?:\.exe)?$/i.test(basename(executable));
}

function program(args: UncheckedArguments): string {
  const path = text(args, 'program');
  if (path === undefined) {
    throw new UsageError(
      said`"program" is missing: give the absolute path of the file with the function, such as "\${workspaceFolder}/sessions.js" or "\${file}".`,
    );
  }
  if (!isAbsolute(path)) {
    throw new UsageError(
      said`"program" must be an absolute path: write "\${workspaceFolder}/${path.replace(/^\.\//, '')}" instead of "${path}".`,
    );
  }
  return path;
}

function functionSelector(args: UncheckedArguments): FunctionSelector {
  return wholeFile(args) ?? oneFunction(args);
}

/** Undefined where one of the file's functions is meant. */
function wholeFile(args: UncheckedArguments): FunctionSelector | undefined {
  const kinds = (['script', 'check'] as const).filter((kind) => flag(args, kind));
  const [kind] = kinds;
  if (kind === undefined) return undefined;
  if (kinds.length > 1) {
    throw new UsageError(said`"script" and "check" exclude each other: leave one out.`);
  }
  const names = ['function', 'callArguments', 'callThis', 'capture', 'callback', 'drain'] as const;
  const foreign = names.find((name) => (args[name] ?? '') !== '');
  if (foreign !== undefined) {
    throw new UsageError(
      said`"${foreign}" belongs to a function, and "${kind}" takes the whole file: leave one out.`,
    );
  }
  return { kind };
}

function oneFunction(args: UncheckedArguments): FunctionSelector {
  const written = args.function;
  if (written === undefined || written === null || written === '') {
    return { kind: 'export' };
  }
  // "function": 12 is a line as much as "function": "12" is
  const selector =
    typeof written === 'string' || typeof written === 'number'
      ? parseFunctionSelector(String(written))
      : undefined;
  if (selector === undefined) {
    throw new UsageError(
      said`"function" takes a name, a line such as "18" or a line and column such as "18:3", both from 1, alone or behind a file ("\${workspaceFolder}/worker.js#name"); without it the file's only or default export is taken.`,
    );
  }
  const test = namedTest(args);
  return selector.kind === 'position' && test !== undefined ? { ...selector, test } : selector;
}

function namedTest(args: UncheckedArguments): NamedTest | undefined {
  const { testName } = args;
  const path = typeof testName === 'string' ? [testName] : texts(args, 'testName');
  const number = whole(args, 'testNumber', said`the number of a test, from 1 on`);
  if (path.every((name) => name === '')) return undefined;
  return { path, ...(number === undefined ? {} : { number }) };
}

function launchTarget(args: UncheckedArguments): LaunchTarget {
  const node = text(args, 'runtimeExecutable');
  const cwd = text(args, 'cwd');
  if (cwd !== undefined && !isAbsolute(cwd)) {
    throw new UsageError(
      said`"cwd" must be an absolute path, such as "\${workspaceFolder}" (got "${cwd}").`,
    );
  }
  const programArgs = texts(args, 'args');
  const loadTimeout = positive(args, 'loadTimeout', 'seconds');
  return {
    kind: 'launch',
    ...(node === undefined ? {} : { node }),
    nodeArgs: texts(args, 'runtimeArgs'),
    ...(programArgs.length === 0 ? {} : { args: programArgs }),
    ...(cwd === undefined ? {} : { cwd }),
    env: environment(args.env),
    ...memberOption(args),
    ...(loadTimeout === undefined ? {} : { loadTimeoutMillis: 1_000 * loadTimeout }),
  };
}

function memberOption(args: UncheckedArguments): { readonly member?: number } {
  const member = whole(args, 'member', said`the number of a thread, from 1 on`);
  return member === undefined ? {} : { member };
}

function attachTarget(args: UncheckedArguments): AttachTarget {
  const worker = whole(args, 'worker', said`the threadId of a worker, from 1 on`);
  return {
    kind: 'attach',
    address: inspectorAddress(args),
    ...(flag(args, 'allowRemote') === true ? { allowsRemote: true } : {}),
    ...(worker === undefined ? {} : { worker }),
    ...memberOption(args),
    ...(text(args, 'debugSession') === undefined ? {} : { isDebugged: true }),
  };
}

function inspectorAddress(args: UncheckedArguments): InspectorAddress {
  const url = text(args, 'websocketAddress');
  if (url !== undefined) {
    if (!/^wss?:/.test(url) || !URL.canParse(url)) {
      throw new UsageError(
        said`"websocketAddress" takes an address such as "ws://127.0.0.1:9229/<id>" (got "${url}").`,
      );
    }
    return { kind: 'url', url };
  }
  const port = whole(args, 'port', said`the port of an inspector, such as 9229`, greatestPort);
  if (port !== undefined) return { kind: 'port', port };
  const pid = whole(args, 'processId', said`the pid of a Node process`);
  if (pid !== undefined) return { kind: 'pid', pid };
  throw new UsageError(
    said`Which process? Give its "port" (9229 unless it was started with another), its "processId" or a "websocketAddress".`,
  );
}

/** Editors put a picked process id into quotes. */
function whole(
  args: UncheckedArguments,
  name: Attribute,
  what: Sentence,
  greatest = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  const isNumber = typeof number === 'number' && Number.isInteger(number);
  if (!isNumber || number < 1 || number > greatest) {
    throw new UsageError(said`"${name}" takes ${what}.`);
  }
  return number;
}

function limits(args: UncheckedArguments): Partial<Limits> {
  const maxCalls = positive(args, 'maxCalls', 'calls');
  const timeBudget = positive(args, 'timeBudget', 'seconds');
  const memoryBudget = positive(args, 'memoryBudget', 'megabytes');
  const callTimeout = positive(args, 'callTimeout', 'seconds');
  return {
    ...(maxCalls === undefined ? {} : { maxCalls: Math.ceil(maxCalls) }),
    ...(timeBudget === undefined ? {} : { timeBudgetMillis: timeBudget * 1000 }),
    ...(memoryBudget === undefined ? {} : { memoryBudgetBytes: memoryBudget * 1024 * 1024 }),
    ...(callTimeout === undefined ? {} : { callTimeoutMillis: callTimeout * 1000 }),
  };
}

/** null counts as absent: editors write it for what was left empty. */
function text(args: UncheckedArguments, name: Attribute): string | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') {
    return undefined;
  }
  if (typeof value !== 'string') {
    throw new UsageError(said`"${name}" takes a text in quotes.`);
  }
  return value;
}

function flag(args: UncheckedArguments, name: Attribute): boolean | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') {
    return undefined;
  }
  if (typeof value !== 'boolean') {
    throw new UsageError(said`"${name}" takes true or false, without quotes.`);
  }
  return value;
}

function positive(args: UncheckedArguments, name: Attribute, unit: Unit): number | undefined {
  const value = args[name];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'number' || !(value > 0 && value <= 100_000_000)) {
    throw new UsageError(said`"${name}" takes a number of ${units[unit]} above 0, without quotes.`);
  }
  return value;
}

const examples = { runtimeArgs: '--import=tsx', args: '--port=0', testName: 'knows ann' };

function texts(args: UncheckedArguments, name: keyof typeof examples): readonly string[] {
  const value = args[name];
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw new UsageError(said`"${name}" takes a list of texts, such as ["${examples[name]}"].`);
  }
  return value;
}

function environment(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) {
    return {};
  }
  const entries = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
  if (typeof value !== 'object' || Array.isArray(value) || !entries.every(isTextPair)) {
    throw new UsageError(said`"env" takes names with texts, such as { "PORT": "0" }.`);
  }
  return Object.fromEntries(entries as [string, string][]);
}

function isTextPair([, value]: [string, unknown]): boolean {
  return typeof value === 'string';
}
