import { existsSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { getTsconfig, parseTsconfig, type TsConfigJsonResolved } from 'get-tsconfig';

/** Where builds put their output when no tsconfig.json says it. */
const usualFolders = ['dist', 'build', 'lib', 'out'];

/**
 * The files that a compiler would write for a source, most likely first; whether they exist is not asked.
 *
 * Without `rootDir` the output's place depends on all files of the project: every folder above the source is tried.
 */
export function likelyOutputs(source: string): readonly string[] {
  const names = outputNames(source);
  const placed = projectsOf(source).flatMap(({ folder, outDir, rootDir }) => {
    if (outDir === undefined) return [];
    const roots = rootDir === undefined ? foldersFrom(dirname(source), folder) : [rootDir];
    return roots
      .filter((root) => isInside(source, root))
      .flatMap((root) => names.map((name) => join(outDir, relative(root, dirname(source)), name)));
  });
  return [...new Set([...placed, ...names.map((name) => join(dirname(source), name))])];
}

/** The folders of the source's package that may contain output. */
export function outputFolders(source: string): readonly string[] {
  const projects = projectsOf(source);
  const packageFolder = foldersAbove(dirname(source)).find((folder) =>
    existsSync(join(folder, 'package.json')),
  );
  const roots = new Set([
    ...(packageFolder === undefined ? [] : [packageFolder]),
    ...projects.map(({ folder }) => folder),
  ]);
  return [
    ...new Set([
      ...projects.flatMap(({ outDir }) => outDir ?? []),
      ...[...roots].flatMap((root) => usualFolders.map((name) => join(root, name))),
    ]),
  ];
}

interface Project {
  /** Of its tsconfig.json. */
  readonly folder: string;
  readonly outDir?: string;
  readonly rootDir?: string;
}

/** The project of the nearest tsconfig.json, and those that it refers to. */
function projectsOf(source: string): readonly Project[] {
  const nearest = readable(() => getTsconfig(source));
  if (nearest === undefined || nearest === null) return [];
  const folder = dirname(nearest.path);
  const references = (nearest.config.references ?? [])
    .map(({ path }) => resolve(folder, path))
    .map((path) => (extname(path) === '.json' ? path : join(path, 'tsconfig.json')))
    .filter((path) => existsSync(path))
    .flatMap((path) => {
      const config = readable(() => parseTsconfig(path));
      return config === undefined ? [] : [projectOf(dirname(path), config)];
    });
  return [projectOf(folder, nearest.config), ...references];
}

/** A tsconfig.json with a mistake in it is for the compiler to complain of: output may be found without it. */
function readable<Config>(read: () => Config): Config | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function projectOf(folder: string, { compilerOptions }: TsConfigJsonResolved): Project {
  const { outDir, rootDir } = compilerOptions ?? {};
  return {
    folder,
    ...(outDir === undefined ? {} : { outDir: resolve(folder, outDir) }),
    ...(rootDir === undefined ? {} : { rootDir: resolve(folder, rootDir) }),
  };
}

/** `a.ts` becomes `a.js`, `a.mts` `a.mjs`, and `a.tsx` `a.js` or, with JSX preserved, `a.jsx`. */
function outputNames(source: string): readonly string[] {
  const extension = extname(source);
  const stem = basename(source, extension);
  const flavour = /^\.([mc]?)ts$/i.exec(extension)?.[1];
  return flavour === undefined ? [`${stem}.js`, `${stem}.jsx`] : [`${stem}.${flavour}js`];
}

/** From a folder up to one of those around it, both included. */
function foldersFrom(folder: string, top: string): readonly string[] {
  return foldersAbove(folder).filter((each) => isInside(each, top));
}

function foldersAbove(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !way.startsWith('..') && !isAbsolute(way);
}
