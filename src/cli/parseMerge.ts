import { UsageError } from '../errors';
import type { OptionValues } from './options';
import { rejectOptions } from './rejectOptions';
import { resultOptions, type ResultOptions } from './resultOptions';

export interface MergeCommand extends ResultOptions {
  readonly kind: 'merge';
  /** JSON files, or globs of such, as written. */
  readonly patterns: readonly string[];
}

/** @throws UsageError with the remedy */
export function parseMerge(
  values: OptionValues,
  patterns: readonly string[],
  cwd: string,
): MergeCommand {
  rejectOptions(values, 'merge');
  if (patterns.length === 0) {
    throw new UsageError(
      'What to merge? leak-loop merge <json …> takes what leak-loop check --json <path> wrote',
    );
  }
  return { kind: 'merge', patterns, ...resultOptions(values, cwd) };
}
