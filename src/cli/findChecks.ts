import type { Shard } from '../core/report/checkResult';
import { isCheckFile } from '../core/report/checkName';
import { UsageError } from '../errors';
import { findCompiledOutput } from '../inspector/compiledOutput';
import { expandPatterns } from './expandPatterns';

const below = '**/*.leak.{js,mjs,cjs,ts,mts,cts}';

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
  const meaning = { inFolders: below, what: 'leak check', accepts: isCheckFile };
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

/** What a TypeScript check was compiled to is the same check: the source stands for it. */
async function withoutOutputs(files: readonly string[]): Promise<readonly string[]> {
  const outputs = new Set<string>();
  for (const file of files.filter((each) => /ts$/.test(each))) {
    const output = await findCompiledOutput(file);
    if (output?.hasMap === true) outputs.add(output.file);
  }
  return files.filter((file) => !outputs.has(file));
}

function noChecks(cwd: string): UsageError {
  return new UsageError(
    `There is no leak check below ${cwd}. A file sessions.leak.js that exports a function run is one; or name files, folders or globs: leak-loop check 'checks/**/*.leak.ts'`,
  );
}
