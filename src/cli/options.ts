import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Limits } from '../diagnose';
import { UsageError } from '../errors';
import {
  describeLimit,
  isLimit,
  limitOptions,
  limitsFrom,
  type LimitName,
  type NumberOption,
} from '../limitOptions';
import { textOf } from '../core/report/sentence';

const options = {
  args: { type: 'string' },
  this: { type: 'string' },
  script: { type: 'boolean' },
  capture: { type: 'boolean' },
  callback: { type: 'boolean' },
  'no-callback': { type: 'boolean' },
  'no-drain': { type: 'boolean' },
  'max-calls': { type: 'string' },
  'time-budget': { type: 'string' },
  'memory-budget': { type: 'string' },
  'call-timeout': { type: 'string' },
  node: { type: 'string' },
  'node-arg': { type: 'string', multiple: true },
  cwd: { type: 'string' },
  env: { type: 'string', multiple: true },
  json: { type: 'string' },
  html: { type: 'string' },
  markdown: { type: 'string' },
  reporter: { type: 'string' },
  'show-output': { type: 'boolean' },
  function: { type: 'string' },
  member: { type: 'string' },
  'load-timeout': { type: 'string' },
  'allow-remote': { type: 'boolean' },
  tests: { type: 'boolean' },
  baseline: { type: 'string' },
  'update-baseline': { type: 'boolean' },
  shard: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const satisfies ParseArgsConfig['options'];

/** The options as written; nothing is checked yet but their names and that values are there. */
export type OptionValues = ReturnType<typeof parseOptions>['values'];

/**
 * What stands behind `--` belongs to the program that is started.
 *
 * @throws UsageError for an unknown option or a missing value; says what is available
 */
export function parseOptions(argv: readonly string[]) {
  const end = argv.indexOf('--');
  const args = end === -1 ? [...argv] : argv.slice(0, end);
  const programWords = end === -1 ? [] : argv.slice(end + 1);
  try {
    return {
      ...parseArgs({ args, options, allowPositionals: true, strict: true }),
      programWords,
    };
  } catch (error) {
    throw new UsageError(explained(error));
  }
}

function explained(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const name = /'([^']*)'/.exec(message)?.[1] ?? '';
    return `${name} is not an option of leak-loop: leak-loop --help lists them. A file whose name starts with a dash is written ./${name}`;
  }
  return message.replaceAll('\n', ' ');
}

/**
 * The limits that are given, in the engine's units.
 *
 * @throws UsageError for what is no number in range; says what the option takes
 */
export function limitValues(values: OptionValues): Partial<Limits> {
  const names = Object.keys(limitOptions) as LimitName[];
  return limitsFrom(
    Object.fromEntries(
      names.flatMap((name) => {
        const value = numberValue(values, limitOptions[name]);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  );
}

/** @throws UsageError for what is no number in range; says what the option takes */
export function numberValue(values: OptionValues, option: NumberOption): number | undefined {
  const { flag, example } = option;
  const text = values[flag];
  if (text === undefined) {
    return undefined;
  }
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!isLimit(option, value)) {
    throw new UsageError(
      `--${flag} takes ${textOf(describeLimit(option))}, such as --${flag} ${example} (got "${text}")`,
    );
  }
  return value;
}
