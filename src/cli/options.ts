import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '../errors';

const options = {
  args: { type: 'string' },
  this: { type: 'string' },
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
  reporter: { type: 'string' },
  'show-output': { type: 'boolean' },
  function: { type: 'string' },
  'allow-remote': { type: 'boolean' },
  tests: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const satisfies ParseArgsConfig['options'];

/** The options as written; nothing is checked yet but their names and that values are there. */
export type OptionValues = ReturnType<typeof parseOptions>['values'];

/** @throws UsageError for an unknown option or a missing value; says what is available */
export function parseOptions(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
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
 * A number that an option takes, in the option's own unit; undefined where it is not given.
 *
 * @throws UsageError for anything else; says what it takes
 */
export function numberOption(
  values: OptionValues,
  name: 'max-calls' | 'time-budget' | 'memory-budget' | 'call-timeout',
): number | undefined {
  const text = values[name];
  if (text === undefined) {
    return undefined;
  }
  const { unit, isWhole, most, example } = numberOptions[name];
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(value > 0 && value <= most) || (isWhole && !Number.isInteger(value))) {
    const range = `${isWhole ? 'from 1' : 'above 0'} to ${most}`;
    throw new UsageError(
      `--${name} takes a number of ${unit} ${range}, such as --${name} ${example} (got "${text}")`,
    );
  }
  return value;
}

const numberOptions = {
  'max-calls': { unit: 'calls', isWhole: true, most: 100_000_000, example: 1000 },
  'time-budget': { unit: 'seconds', isWhole: false, most: 86_400, example: 30 },
  'memory-budget': { unit: 'megabytes', isWhole: false, most: 1_048_576, example: 512 },
  'call-timeout': { unit: 'seconds', isWhole: false, most: 86_400, example: 60 },
} as const;
