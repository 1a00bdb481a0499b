import { readFile } from 'node:fs/promises';
import { checkName } from '../core/report/checkName';
import { testsIn } from '../core/source/testAtCursor';
import { isTestFile, testFiles } from '../core/source/testFile';
import type { FunctionReference } from '../diagnose';
import { UsageError } from '../errors';
import { expandPatterns } from './expandPatterns';
import { findChecks, shardOf } from './findChecks';
import type { CheckCommand } from './parseCheck';

/** What gets one verdict: a leak check, or a test. */
export interface CheckUnit {
  readonly function: FunctionReference;
  /** Of a test until it is known what it is in. */
  readonly name: string;
}

/**
 * What is to be judged, file by file.
 *
 * @throws UsageError where there is none
 */
export async function checkUnits(
  { patterns, tests, shard }: CheckCommand,
  cwd: string,
): Promise<readonly CheckUnit[]> {
  if (!tests) {
    const files = shardOf(await findChecks(patterns, cwd), shard);
    return files.map((file) => ({
      function: { file, at: { kind: 'check' } },
      name: checkName(file),
    }));
  }
  const words = patterns.length === 0 ? ['.'] : patterns;
  const meaning = { inFolders: testFiles, what: 'test file', accepts: isTestFile };
  const files = shardOf(await expandPatterns(words, meaning, cwd), shard);
  const units = (await Promise.all(files.map(testsOf))).flat();
  if (units.length === 0 && shard === undefined) {
    throw new UsageError(
      `There is no test in ${files.join(', ')}: a call of test or it with its function in place`,
    );
  }
  return units;
}

async function testsOf(file: string): Promise<readonly CheckUnit[]> {
  const tests = testsIn(await readFile(file, 'utf8'));
  return tests.map(({ title, line, column }) => ({
    function: { file, at: { kind: 'position', line, column } },
    name: title ?? `line ${line}`,
  }));
}
