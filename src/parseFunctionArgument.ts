import { fileURLToPath } from 'node:url';
import type { FunctionSelector } from './diagnose';
import { UsageError } from './errors';
import { parseFunctionSelector } from './functionSelector';
import { said } from './core/report/sentence';

/** A file as the user wrote it (perhaps relative) and the function in it. */
export interface FunctionArgument {
  readonly file: string;
  readonly at: FunctionSelector;
}

/**
 * Reads `<file>[#name | :line[:column]]`.
 *
 * A file's own name may contain `#` and `:`; what exists on disk decides. `file:` URLs are taken
 * too, because stack traces of ES modules print them.
 *
 * @param isFile tells whether a path (as written) is a file
 * @throws UsageError where neither reading makes sense
 */
export function parseFunctionArgument(
  text: string,
  isFile: (path: string) => boolean,
): FunctionArgument {
  const path = withoutUrlScheme(text);
  if (path === '') {
    throw new UsageError(said`The file is missing: leak-loop run <file>[#name | :line[:column]]`);
  }
  return isFile(path)
    ? { file: path, at: { kind: 'export' } }
    : (splitAtName(path, isFile) ??
        splitAtPosition(path, isFile) ?? { file: path, at: { kind: 'export' } });
}

function withoutUrlScheme(text: string): string {
  if (!/^file:\/\//i.test(text)) {
    return text;
  }
  // a URL parser would drop what follows the first '#'
  const [url = '', ...fragments] = text.split('#');
  try {
    return [fileURLToPath(url), ...fragments].join('#');
  } catch {
    throw new UsageError(said`${text} is not a file URL of this machine: write the file's path`);
  }
}

/** At the first `#` that follows an existing file (names such as `Pool.#grow` contain one); else at the first of all. */
function splitAtName(
  path: string,
  isFile: (path: string) => boolean,
): FunctionArgument | undefined {
  const marks = [...path.matchAll(/#/g)].map((match) => match.index).filter((index) => index > 0);
  const folderEnd = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const mark =
    marks.find((index) => isFile(path.slice(0, index))) ?? marks.find((index) => index > folderEnd);
  if (mark === undefined) {
    return undefined;
  }
  const name = path.slice(mark + 1);
  if (name === '') {
    throw new UsageError(said`The function's name is missing after "#" in ${path}`);
  }
  return isFile(path.slice(0, mark)) || !/:\d+$/.test(path)
    ? { file: path.slice(0, mark), at: { kind: 'name', name } }
    : undefined;
}

function splitAtPosition(
  path: string,
  isFile: (path: string) => boolean,
): FunctionArgument | undefined {
  const splits = [/^(.+?):(\d+:\d+)$/, /^(.+):(\d+)$/].map((pattern) => pattern.exec(path));
  const split =
    splits.find((match) => match !== null && isFile(match[1] ?? '')) ?? splits.find(Boolean);
  if (split == null) {
    rejectOtherSuffix(path, isFile);
    return undefined;
  }
  const [, file = '', position = ''] = split;
  const at = parseFunctionSelector(position);
  if (at === undefined) {
    throw new UsageError(said`Lines and columns start at 1: ${path}`);
  }
  return { file, at };
}

/** `sessions.js:handleRequest` and `sessions.js:12-20` are near misses; the file itself tells. */
function rejectOtherSuffix(path: string, isFile: (path: string) => boolean): void {
  const colon = path.lastIndexOf(':');
  if (colon > 0 && isFile(path.slice(0, colon))) {
    const file = path.slice(0, colon);
    throw new UsageError(
      said`${path}: write ${file}#name for a function by its name, ${file}:12 or ${file}:12:5 for one by its place`,
    );
  }
}
