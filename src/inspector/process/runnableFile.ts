import { createRequire } from 'node:module';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../errors';
import { findCompiledOutput, type CompiledOutput } from './compiledOutput';
import { atLeast } from './nodeVersion';
import { namesLoader } from './preloads';
import { stripsTypes, whyStrippingFails } from './typeStripping';
import { option, said, type Sentence } from '../../core/report/sentence';

export interface RunnableFileRequest {
  /** Of the source; absolute, or relative to `cwd`. */
  readonly file: string;
  /** Of the Node that will run it, as in `process.version`. */
  readonly nodeVersion: string;
  readonly nodeArgs: readonly string[];
  /** Of the process that will run it: `NODE_OPTIONS` counts. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** How a source file comes to run. */
export interface RunnableFile {
  /** Absolute path of the file to import. */
  readonly file: string;
  /** To be added to the user's own. */
  readonly extraNodeArgs: readonly string[];
  /** For `LeakReport.warnings`. */
  readonly warnings: readonly Sentence[];
  readonly how:
    | 'as it is'
    | 'by the loader of its node arguments'
    | 'compiled'
    | 'by tsx'
    | 'by type stripping'
    | 'compiled before it was changed';
}

/**
 * Decides how a source file is run: JavaScript as it is; TypeScript by the loader that the user's own node
 * arguments name, else as its compiled output, else by the project's tsx, else by Node's type stripping.
 *
 * @throws UserError `file-not-found`, or `not-compiled` when nothing can run it
 */
export async function runnableFile(request: RunnableFileRequest): Promise<RunnableFile> {
  const file = resolve(request.cwd, request.file);
  await checkExists(file);
  if (!/\.(?:[mc]?ts|[tj]sx)$/i.test(file)) return plain(file, 'as it is');
  return (
    (await byOwnLoader(file, request)) ??
    (await byProject(file, request)) ??
    notCompiled(file, request)
  );
}

async function byOwnLoader(
  file: string,
  { nodeArgs, env, cwd }: RunnableFileRequest,
): Promise<RunnableFile | undefined> {
  const isNamed = await namesLoader(nodeArgs, env.NODE_OPTIONS, cwd);
  return isNamed ? plain(file, 'by the loader of its node arguments') : undefined;
}

async function byProject(
  file: string,
  request: RunnableFileRequest,
): Promise<RunnableFile | undefined> {
  const output = await findCompiledOutput(file);
  if (output?.hasMap === true && !output.isOlder) return plain(output.file, 'compiled');
  const tsx = resolveTsx(file);
  if (tsx !== undefined) {
    return { ...plain(file, 'by tsx'), extraNodeArgs: tsxArgs(tsx, request.nodeVersion) };
  }
  return byStripping(file, request, output);
}

async function byStripping(
  file: string,
  { nodeVersion, nodeArgs, env, cwd }: RunnableFileRequest,
  output: CompiledOutput | undefined,
): Promise<RunnableFile | undefined> {
  const support = stripsTypes(file, nodeVersion, [...nodeArgs, env.NODE_OPTIONS ?? '']);
  const problem = support && whyStrippingFails(file, await readFile(file, 'utf8'));
  if (output?.hasMap === true && (support === undefined || problem !== undefined)) {
    const warning = said`${shown(output.file, cwd)} is older than ${shown(file, cwd)}: build first.`;
    return { ...plain(output.file, 'compiled before it was changed'), warnings: [warning] };
  }
  if (support === undefined) return undefined;
  const warnings =
    problem === undefined
      ? []
      : [
          said`${shown(file, cwd)} ${problem}, which Node's type stripping cannot run: compile it with source maps, or install tsx.`,
        ];
  return { ...plain(file, 'by type stripping'), extraNodeArgs: support.nodeArgs, warnings };
}

async function notCompiled(
  file: string,
  { nodeVersion, cwd }: RunnableFileRequest,
): Promise<never> {
  const name = shown(file, cwd);
  const output = await findCompiledOutput(file);
  const remedy = said`Compile it with "sourceMap": true in tsconfig.json, or install tsx in the project (npm install --save-dev tsx), or choose Node 22.18 or newer with ${option('--node')}: it runs TypeScript itself.`;
  throw new UserError(
    'not-compiled',
    output === undefined
      ? said`Node ${nodeVersion} cannot run ${name}, and no compiled output of it was found. ${remedy}`
      : said`Node ${nodeVersion} cannot run ${name}, and no compiled output of it was found (${shown(output.file, cwd)} has no source map that names it). ${remedy}`,
  );
}

function plain(file: string, how: RunnableFile['how']): RunnableFile {
  return { file, extraNodeArgs: [], warnings: [], how };
}

/** Path of the entry that tsx gives to `--import`; undefined where the project has no tsx. */
function resolveTsx(file: string): string | undefined {
  try {
    return createRequire(file).resolve('tsx');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined; // MODULE_NOT_FOUND and its kin
    throw error;
  }
}

/** tsx registers itself through `module.register`; before Node had that (18.19, 20.6) it was a `--loader`. */
function tsxArgs(tsx: string, nodeVersion: string): readonly string[] {
  const registers =
    atLeast(nodeVersion, '20.6.0') ||
    (atLeast(nodeVersion, '18.19.0') && !atLeast(nodeVersion, '19.0.0'));
  return [registers ? '--import' : '--loader', pathToFileURL(tsx).href];
}

/** @throws UserError `file-not-found` */
export async function checkExists(file: string): Promise<void> {
  const stats = await stat(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error) return undefined; // ENOENT, ENOTDIR, EACCES …
    throw error;
  });
  if (stats?.isFile() === true) return;
  throw new UserError(
    'file-not-found',
    stats === undefined
      ? said`There is no file ${file}. Check the path and the working folder.`
      : said`This is not a file: ${file}. Check the path and the working folder.`,
  );
}

/** A path as a person reads it: relative to the working folder where it is inside. */
function shown(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith('..') || isAbsolute(path) ? file : path;
}
