import { resolve } from 'node:path';
import { UsageError } from '../errors';
import type { OptionValues } from './options';
import { checkWritable, writeReportFile } from './reportFile';

/** Absolute paths of files that get the results besides standard output. */
export interface ResultFiles {
  readonly jsonFile?: string;
  readonly htmlFile?: string;
  readonly markdownFile?: string;
}

/** The results in each format; made only where it is asked for. */
export interface ResultTexts {
  json(): string;
  html(): string;
  markdown(): string;
}

/** @throws UsageError with the remedy */
export function documentFiles(values: OptionValues, cwd: string): ResultFiles {
  const html = documentPath('html', values.html, cwd);
  const markdown = documentPath('markdown', values.markdown, cwd);
  return {
    ...(html === undefined ? {} : { htmlFile: html }),
    ...(markdown === undefined ? {} : { markdownFile: markdown }),
  };
}

function documentPath(name: string, value: string | undefined, cwd: string): string | undefined {
  if (value === '' || value === '-') {
    throw new UsageError(`--${name} takes the path of a file to write`);
  }
  return value === undefined ? undefined : resolve(cwd, value);
}

/** @throws UserError before anything is measured, where a file could not be written afterwards */
export function checkResultFiles({ jsonFile, htmlFile, markdownFile }: ResultFiles): void {
  for (const file of [jsonFile, htmlFile, markdownFile]) {
    if (file !== undefined) checkWritable(file);
  }
}

export function writeResultFiles(
  { jsonFile, htmlFile, markdownFile }: ResultFiles,
  texts: ResultTexts,
): void {
  if (jsonFile !== undefined) writeReportFile(jsonFile, texts.json());
  if (htmlFile !== undefined) writeReportFile(htmlFile, texts.html());
  if (markdownFile !== undefined) writeReportFile(markdownFile, texts.markdown());
}
