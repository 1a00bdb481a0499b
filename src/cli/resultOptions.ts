import { resolve } from 'node:path';
import { UsageError } from '../errors';
import type { OptionValues } from './options';
import { documentFiles, type ResultFiles } from './resultFiles';

export const reporters = ['text', 'json', 'junit', 'github'] as const;

export type Reporter = (typeof reporters)[number];

/** Where results go. */
export interface ResultOptions extends ResultFiles {
  /** What standard output gets. */
  readonly reporter: Reporter;
}

/** @throws UsageError with the remedy */
export function resultOptions(values: OptionValues, cwd: string): ResultOptions {
  const { json } = values;
  if (json === '') {
    throw new UsageError('--json takes a path, or - for standard output');
  }
  const reporter = reporterOption(values);
  const documents = documentFiles(values, cwd);
  return json === undefined || json === '-'
    ? { reporter: json === '-' ? 'json' : reporter, ...documents }
    : { reporter, jsonFile: resolve(cwd, json), ...documents };
}

function reporterOption({ reporter = 'text' }: OptionValues): Reporter {
  const known = reporters.find((name) => name === reporter);
  if (known === undefined) {
    throw new UsageError(`--reporter takes text, json, junit or github (got "${reporter}")`);
  }
  return known;
}
