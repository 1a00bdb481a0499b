import { accessSync, constants, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../errors';
import { said } from '../core/report/sentence';
import { statsOf } from '../statsOf';

/**
 * Checks before anything is measured that a report can be written to a path, so that no result is
 * lost for a misspelled folder.
 *
 * @throws UserError with the remedy
 */
export function checkWritable(path: string): void {
  const existing = statsOf(path);
  if (existing?.isDirectory()) {
    throw notWritable(path, 'it is a folder; name a file in it');
  }
  const folder = dirname(path);
  if (!statsOf(folder)?.isDirectory()) {
    throw notWritable(path, `the folder ${folder} does not exist; create it first`);
  }
  try {
    // a device or pipe is written to as it is; a file is replaced, which its folder must allow
    accessSync(existing === undefined ? folder : path, constants.W_OK);
  } catch {
    throw notWritable(path, 'writing there is not permitted; choose another path');
  }
}

/**
 * Writes a file so that readers see the old content or the new one, never half of it.
 *
 * @throws UserError where the disk refuses after all
 */
export function writeReportFile(path: string, content: string): void {
  try {
    const existing = statsOf(path);
    if (existing !== undefined && !existing.isFile()) {
      writeFileSync(path, content); // /dev/stderr, a named pipe: never to be replaced
      return;
    }
    replaceFile(existing === undefined ? path : realpathSync(path), content);
  } catch (error) {
    throw notWritable(path, (error as Error).message, error);
  }
}

function replaceFile(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function notWritable(path: string, why: string, cause?: unknown): UserError {
  return new UserError('usage', said`The report cannot be written to ${path}: ${why}.`, { cause });
}
