import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SourceMapping } from '../../core/source/sourceMapping';
import { likelyOutputs, outputFolders } from './outputFolders';
import { SourceMaps } from '../source/sourceMaps';

/** A JavaScript file that a TypeScript file was compiled to. */
export interface CompiledOutput {
  /** Absolute path. */
  readonly file: string;
  /** Whether it has a source map that names the source: without one no position can be found in it. */
  readonly hasMap: boolean;
  /** Whether the source was changed since. */
  readonly isOlder: boolean;
}

/** Checking out a repository writes source and output in any order, within this time. */
const checkoutMillis = 2_000;

/** Maps of other names than the source's are bundles; a build folder has few of them. */
const maxMapsRead = 200;

/** Larger files take longer to read than the whole measurement. */
const maxBytes = 64 * 1024 * 1024;

/**
 * The output of a TypeScript file: where its tsconfig.json puts it, beside it, or named by a source map in a
 * build folder of its package. One that is up to date comes first, one without a map last.
 */
export async function findCompiledOutput(source: string): Promise<CompiledOutput | undefined> {
  const found: CompiledOutput[] = [];
  for (const file of likelyOutputs(source)) {
    const output = await inspect(file, source);
    if (output?.hasMap === true && !output.isOlder) return output;
    if (output !== undefined) found.push(output);
  }
  for (const file of await mappedFiles(source)) {
    const output = await inspect(file, source);
    if (output?.hasMap !== true) continue;
    if (!output.isOlder) return output;
    found.push(output);
  }
  return found.find(({ hasMap }) => hasMap) ?? found[0];
}

async function inspect(file: string, source: string): Promise<CompiledOutput | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  const sourceMapURL = /^\/\/[#@]\s*sourceMappingURL=(\S+)\s*$/m.exec(text.slice(-maxBytes))?.[1];
  const mapping = await new SourceMaps().load({ url: file, sourceMapURL });
  const named = mapping && (await nameIn(mapping, source));
  if (mapping === undefined || named === undefined) return { file, hasMap: false, isOlder: false };
  return { file, hasMap: true, isOlder: await isOlder(file, source, mapping.sourceText(named)) };
}

/** The name that a map has for a source, which may be reached through a symbolic link. */
async function nameIn(mapping: SourceMapping, source: string): Promise<string | undefined> {
  if (mapping.has(source)) return source;
  const real = await realpath(source);
  return mapping.has(real) ? real : undefined;
}

/** By the text that the map carries, since an incremental build leaves what did not change; else by time. */
async function isOlder(
  file: string,
  source: string,
  compiledFrom: string | undefined,
): Promise<boolean> {
  if (compiledFrom !== undefined) {
    const text = await readFile(source, 'utf8');
    if (withoutBreaks(text) === withoutBreaks(compiledFrom)) return false;
  }
  const [output, input] = await Promise.all([stat(file), stat(source)]);
  return output.mtimeMs + checkoutMillis < input.mtimeMs;
}

function withoutBreaks(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/** Files in the build folders that have a source map beside them: those of the source's name first. */
async function mappedFiles(source: string): Promise<readonly string[]> {
  const folders = await Promise.all(outputFolders(source).map(mapsBelow));
  const maps = [...new Set(folders.flat())];
  const stem = basename(source).replace(/\.[^.]+$/, '');
  const isNamesake = (map: string): boolean => basename(map).split('.')[0] === stem;
  const namesakes = maps.filter(isNamesake);
  const others: string[] = [];
  for (const map of maps.filter((each) => !isNamesake(each)).slice(0, maxMapsRead)) {
    if ((await readIfThere(map))?.includes(basename(source)) === true) others.push(map);
  }
  return [...namesakes, ...others].map((map) => map.replace(/\.map$/, ''));
}

async function mapsBelow(folder: string): Promise<readonly string[]> {
  const paths = await readdir(folder, { recursive: true }).catch(ifMissing);
  return (paths ?? [])
    .filter((path) => /\.[mc]?js\.map$/.test(path) && !path.includes('node_modules'))
    .map((path) => join(folder, path));
}

async function readIfThere(file: string): Promise<string | undefined> {
  const stats = await stat(file).catch(ifMissing);
  if (stats?.isFile() !== true || stats.size > maxBytes) return undefined;
  return readFile(file, 'utf8');
}

/** For files that may not be there, or may not be read. */
function ifMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error) return undefined;
  throw error;
}
