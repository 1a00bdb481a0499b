import { readFile } from 'node:fs/promises';
import { checkName } from '../core/report/checkName';
import { testsIn } from '../core/source/testAtCursor';
import { isScript, isTestFile, testFiles } from '../core/source/testFile';
import { UsageError } from '../errors';
import { findTestRunner, isTestOf } from '../runners/findTestRunner';
import { expandPatterns, type FoundBy } from './expandPatterns';
import { findChecks, shardOf } from './findChecks';
import type { CheckCommand } from './parseCheck';

/** A leak check, which gets one verdict, or a test file, each test of which gets one. */
export type CheckUnit =
  | { readonly kind: 'check'; readonly file: string; readonly name: string }
  | { readonly kind: 'tests'; readonly file: string };

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
    return files.map((file) => ({ kind: 'check', file, name: checkName(file) }));
  }
  const words = patterns.length === 0 ? ['.'] : patterns;
  const meaning = { inFolders: testFiles, what: 'test file', accepts: isMeant };
  const files = shardOf(await expandPatterns(words, meaning, cwd), shard);
  const areWithTests = await Promise.all(files.map(hasTests));
  const units = files.filter((_file, index) => areWithTests[index]);
  if (units.length === 0 && shard === undefined) {
    throw new UsageError(
      `There is no test in ${files.join(', ')}: a call of test or it with its function in place`,
    );
  }
  return units.map((file) => ({ kind: 'tests', file }));
}

/**
 * In a folder what its project's runner looks for; a glob is somebody's word for it, and decided by what is in
 * the files.
 */
async function isMeant(file: string, foundBy: FoundBy): Promise<boolean> {
  if (isTestFile(file)) return true;
  if (!isScript(file)) return false;
  const text = await readFile(file, 'utf8');
  if (testsIn(text).length === 0) return false;
  const project = await findTestRunner(file, text);
  return project !== undefined && (foundBy === 'glob' || isTestOf(project, file));
}

async function hasTests(file: string): Promise<boolean> {
  return testsIn(await readFile(file, 'utf8')).length > 0;
}
