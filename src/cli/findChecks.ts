import type { Shard } from '../core/report/checkResult';
import { checkFiles, isCheckFile } from '../core/report/checkName';
import { withoutOutputs } from '../checks/withoutOutputs';
import { UsageError } from '../errors';
import { expandPatterns } from './expandPatterns';

/**
 * The leak checks that are meant, sorted: all below the working folder where nothing is named.
 *
 * @returns absolute paths
 * @throws UsageError where there is none, and for a file that is no leak check
 */
export async function findChecks(
  patterns: readonly string[],
  cwd: string,
): Promise<readonly string[]> {
  const words = patterns.length === 0 ? ['.'] : patterns;
  const meaning = { inFolders: checkFiles, what: 'leak check', accepts: isCheckFile };
  const files = await expandPatterns(words, meaning, cwd).catch((error: unknown) => {
    throw patterns.length === 0 && error instanceof UsageError ? noChecks(cwd) : error;
  });
  const other = files.find((file) => !isCheckFile(file));
  if (other !== undefined) {
    throw new UsageError(
      `${other} is no leak check: its name must end in .leak.js (.mjs, .cjs, .ts, .mts, .cts). For one function of any file there is leak-loop run`,
    );
  }
  return withoutOutputs(files);
}

/** Part `index` of `count`: every file is in exactly one of them. */
export function shardOf(files: readonly string[], shard: Shard | undefined): readonly string[] {
  if (shard === undefined) return files;
  return files.filter((_file, at) => at % shard.count === shard.index - 1);
}

function noChecks(cwd: string): UsageError {
  return new UsageError(
    `There is no leak check below ${cwd}. A file sessions.leak.js that exports a function run is one; or name files, folders or globs: leak-loop check 'checks/**/*.leak.ts'`,
  );
}
