import { readFileSync } from 'node:fs';
import { checkOutcome } from '../core/report/checkOutcome';
import type { CheckReport, Shard } from '../core/report/checkResult';
import { parseReport } from '../core/report/parseReport';
import { textOf } from '../core/report/sentence';
import { UsageError } from '../errors';
import { exitCodeOfChecks } from '../exitCodes';
import { expandPatterns } from './expandPatterns';
import type { MergeCommand } from './parseMerge';
import { checkResultFiles } from './resultFiles';
import { ResultWriter } from './resultWriter';

/**
 * Makes one result of those of a CI matrix; resolves to the exit code that one run of all checks would
 * have had.
 *
 * @throws UsageError for files that are none of ours, and where a part of the matrix is missing
 */
export async function mergeCommand(command: MergeCommand, cwd: string): Promise<number> {
  checkResultFiles(command);
  // What a merge has written into the folder before would count every check once more.
  const accepts = (file: string): boolean => file !== command.jsonFile;
  const meaning = { inFolders: '**/*.json', what: 'JSON file', accepts };
  const files = await expandPatterns(command.patterns, meaning, cwd);
  const merged = readCheckReport(files.map((file) => ({ file, text: readFile(file) })));
  const writer = new ResultWriter(command);
  for (const result of merged.checks) await writer.add(result);
  await writer.end(merged);
  return exitCodeOfChecks(merged.checks.map(checkOutcome));
}

/** @throws UsageError */
export function readCheckReport(
  files: readonly { readonly file: string; readonly text: string }[],
): CheckReport {
  const parts = files.map(readPart);
  checkComplete(parts.flatMap(({ shard }) => shard ?? []));
  return mergeReports(parts);
}

/** In the order of the files' names, as one run would have had them. */
function mergeReports(parts: readonly CheckReport[]): CheckReport {
  const checks = parts
    .flatMap((part) => part.checks)
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  // each part sees the entries whose checks there are no more
  const stale = [
    ...new Map(
      parts.flatMap((part) => part.stale ?? []).map((each) => [keyOf(each), each]),
    ).values(),
  ];
  return { version: 1, checks, ...(stale.length === 0 ? {} : { stale }) };
}

function keyOf({ check, fingerprint }: { check: string; fingerprint: string }): string {
  return JSON.stringify([check, fingerprint]);
}

/** Of the parts that are missing; a file that was damaged may speak of billions. */
const mostNamed = 10;

/** Without one of its parts a matrix would look as if all were well. */
function checkComplete(shards: readonly Shard[]): void {
  for (const count of new Set(shards.map((shard) => shard.count))) {
    const there = new Set(
      shards.filter((shard) => shard.count === count).map(({ index }) => index),
    );
    const missing: number[] = [];
    for (let index = 1; index <= count && missing.length < mostNamed; index++) {
      if (!there.has(index)) missing.push(index);
    }
    if (missing.length > 0) {
      const names = missing.map((index) => `${index}/${count}`).join(', ');
      throw new UsageError(
        `The results of --shard ${names} are missing: see whether that part of the matrix ran, and give its file, too`,
      );
    }
  }
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function readPart({ file, text }: { readonly file: string; readonly text: string }): CheckReport {
  const parsed = parseReport(text);
  switch (parsed.kind) {
    case 'checks':
      return parsed.checks;
    case 'report':
      throw new UsageError(`${file} is not what leak-loop check --json <path> writes (version 1)`);
    case 'problem':
      throw new UsageError(`${file} cannot be merged: ${textOf(parsed.problem)}`);
  }
}
