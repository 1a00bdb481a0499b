import { resolve } from 'node:path';
import { glob } from 'tinyglobby';

/** Absolute paths, in no order; none of installed packages and of folders whose names begin with a dot. */
export async function matchingFiles(
  patterns: string | readonly string[],
  folder: string,
): Promise<readonly string[]> {
  const options = { ignore: ['**/node_modules/**'], expandDirectories: false, absolute: true };
  return (await glob([patterns].flat(), { cwd: folder, ...options })).map((file) => resolve(file));
}

/** The same on every machine: the parts of a CI matrix must agree on the order. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
