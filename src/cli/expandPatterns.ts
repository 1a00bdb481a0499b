import { resolve } from 'node:path';
import { byCodeUnits, matchingFiles } from '../checks/matchingFiles';
import { UsageError } from '../errors';
import { statsOf } from '../statsOf';

/** What files are meant by the words of a command line. */
export interface PatternMeaning {
  /** In a folder that is named. */
  readonly inFolders: string;
  /** What a word stands for that matches nothing, such as `leak check`. */
  readonly what: string;
  /** Among the files that a glob matches; a file that is named counts whatever its name. */
  readonly accepts: (file: string) => boolean;
}

/**
 * The files that words name: a file, a folder (what is below it), or a glob, which no shell needs to have
 * expanded. Installed packages and folders whose names begin with a dot are left out, unless a word
 * names a file in them.
 *
 * @returns absolute paths, sorted, each once
 * @throws UsageError for a word that names nothing
 */
export async function expandPatterns(
  words: readonly string[],
  { inFolders, what, accepts }: PatternMeaning,
  cwd: string,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const word of words) {
    const files = await filesOf(word, inFolders, cwd);
    const accepted = isFile(resolve(cwd, word)) ? files : files.filter(accepts);
    if (accepted.length === 0) {
      throw new UsageError(
        `No ${what} is named by ${word}: correct it; it is a file, a folder or a glob, relative to ${cwd}`,
      );
    }
    for (const file of accepted) found.add(file);
  }
  return [...found].sort(byCodeUnits);
}

/** A name that exists is never taken for a glob: `routes/[id].leak.ts`. */
async function filesOf(word: string, inFolders: string, cwd: string): Promise<readonly string[]> {
  const path = resolve(cwd, word);
  if (isFile(path)) return [path];
  const stats = statsOf(path);
  return stats?.isDirectory() === true
    ? matchingFiles(inFolders, path)
    : matchingFiles(slashed(word), cwd);
}

function slashed(pattern: string): string {
  return process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern;
}

function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}
