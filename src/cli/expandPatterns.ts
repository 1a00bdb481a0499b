import { resolve } from 'node:path';
import { byCodeUnits, matchingFiles } from '../checks/matchingFiles';
import { UsageError } from '../errors';
import { statsOf } from '../statsOf';

/** What files are meant by the words of a command line. */
export interface PatternMeaning {
  /** Globs of what may be meant in a folder that is named. */
  readonly inFolders: string | readonly string[];
  /** What a word stands for that matches nothing, such as `leak check`. */
  readonly what: string;
  /** Among the files that a glob matches, or that are in a folder; one that is named counts whatever its name. */
  readonly accepts: (file: string, found: FoundBy) => boolean | Promise<boolean>;
}

export type FoundBy = 'glob' | 'folder';

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
    const { files, foundBy } = await filesOf(word, inFolders, cwd);
    const accepted = foundBy === undefined ? files : await acceptedOf(files, foundBy, accepts);
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
async function filesOf(
  word: string,
  inFolders: string | readonly string[],
  cwd: string,
): Promise<FoundFiles> {
  const path = resolve(cwd, word);
  const stats = statsOf(path);
  if (stats?.isFile() === true) return { files: [path] };
  return stats?.isDirectory() === true
    ? { files: await matchingFiles(inFolders, path), foundBy: 'folder' }
    : { files: await matchingFiles(slashed(word), cwd), foundBy: 'glob' };
}

interface FoundFiles {
  readonly files: readonly string[];
  /** Absent for a file that is named. */
  readonly foundBy?: FoundBy;
}

async function acceptedOf(
  files: readonly string[],
  foundBy: FoundBy,
  accepts: PatternMeaning['accepts'],
): Promise<readonly string[]> {
  const areAccepted = await Promise.all(files.map(async (file) => accepts(file, foundBy)));
  return files.filter((_file, at) => areAccepted[at]);
}

function slashed(pattern: string): string {
  return process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern;
}
