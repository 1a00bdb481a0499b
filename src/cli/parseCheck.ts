import { resolve } from 'node:path';
import type { Shard } from '../core/report/checkResult';
import type { LaunchTarget, Limits } from '../diagnose';
import { UsageError } from '../errors';
import { launchOptions } from './launchOptions';
import { limitValues, type OptionValues } from './options';
import { rejectOptions } from './rejectOptions';
import { resultOptions, type ResultOptions } from './resultOptions';
import { statsOf } from '../statsOf';

export interface CheckCommand extends ResultOptions {
  readonly kind: 'check';
  /** Files, folders and globs as written; none for all checks below the working folder. */
  readonly patterns: readonly string[];
  /** Whether they are test files, each test of which is judged, and no leak checks. */
  readonly tests: boolean;
  readonly target: LaunchTarget;
  /** Those of the command line: they win over those of a check. */
  readonly limits: Partial<Limits>;
  readonly showOutput: boolean;
  readonly baseline?: BaselineOption;
  readonly shard?: Shard;
}

export interface BaselineOption {
  /** Absolute path. */
  readonly file: string;
  /** Whether it is written from what is found. */
  readonly update: boolean;
}

/** @throws UsageError with the remedy */
export function parseCheck(
  values: OptionValues,
  patterns: readonly string[],
  cwd: string,
): CheckCommand {
  rejectOptions(values, 'check');
  const baseline = baselineOption(values, cwd);
  const shard = shardOption(values);
  return {
    kind: 'check',
    patterns,
    tests: values.tests ?? false,
    target: launchOptions(values, cwd),
    limits: limitValues(values),
    ...resultOptions(values, cwd),
    showOutput: values['show-output'] ?? false,
    ...(baseline === undefined ? {} : { baseline }),
    ...(shard === undefined ? {} : { shard }),
  };
}

function baselineOption(values: OptionValues, cwd: string): BaselineOption | undefined {
  const { baseline } = values;
  const update = values['update-baseline'] ?? false;
  if (baseline === undefined) {
    if (!update) return undefined;
    throw new UsageError(
      '--update-baseline needs the file to write: --baseline leak-baseline.json --update-baseline',
    );
  }
  const file = resolve(cwd, baseline);
  const stats = statsOf(file);
  if (stats?.isFile() !== true && (stats !== undefined || !update)) {
    throw new UsageError(
      stats === undefined
        ? `There is no baseline ${file}: correct the path, or write one with --update-baseline`
        : `--baseline takes a file, and ${file} is none`,
    );
  }
  return { file, update };
}

function shardOption({ shard }: OptionValues): Shard | undefined {
  if (shard === undefined) return undefined;
  const [, index, count] = (/^(\d{1,6})\/(\d{1,6})$/.exec(shard) ?? []).map(Number);
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw new UsageError(
      `--shard takes which part of how many, such as --shard 1/4 for the first of four (got "${shard}")`,
    );
  }
  return { index, count };
}
