import { execFile } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { launchTarget } from './launchTarget';
import { nodeMissing } from './nodeMissing';
import type { SourceCursor } from '../call/findTest';
import type { LoadedProgram } from './loadedProgram';
import { defaultLoadTimeoutMillis, loadProgram } from './loadProgram';
import { runnableFile } from './runnableFile';

/** How a program is started; paths may be relative to `cwd`. */
export interface ProgramLaunch {
  /** Source file to load. */
  readonly program: string;
  /** A place in it, where one is meant: that of a test is reached by its runner. */
  readonly at?: SourceCursor;
  readonly node?: string;
  readonly nodeArgs?: readonly string[];
  /** Arguments of the program. */
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How long the program may take until it is loaded. */
  readonly loadTimeoutMillis?: number;
  onOutput?(category: 'stdout' | 'stderr', text: string): void;
}

/**
 * Starts a process of its own and loads the program in it.
 *
 * @throws UserError `file-not-found`, `not-compiled`, `node-missing`, `node-too-old`, `syntax-error`,
 *   `import-failed`, `target-exited`
 */
export async function launchProgram(
  launch: ProgramLaunch,
  signal: AbortSignal,
): Promise<LoadedProgram> {
  const cwd = resolve(launch.cwd ?? dirname(launch.program));
  const { node = 'node', nodeArgs = [], env = {} } = launch;
  const { loadTimeoutMillis = defaultLoadTimeoutMillis } = launch;
  const runnable = await runnableFile({
    file: launch.program,
    nodeVersion: await nodeVersion(node, launch.program),
    nodeArgs,
    env: { ...process.env, ...env },
    cwd,
  });
  const target = await launchTarget(
    {
      node,
      nodeArgs: [...nodeArgs, ...runnable.extraNodeArgs],
      args: launch.args ?? [],
      cwd,
      env,
      ...(launch.onOutput === undefined ? {} : { onOutput: launch.onOutput.bind(launch) }),
    },
    signal,
  );
  try {
    const namespace = await loadProgram(target, runnable.file, loadTimeoutMillis);
    return {
      target,
      namespace,
      file: runnable.file,
      warnings: runnable.warnings,
      [Symbol.asyncDispose]: () => target[Symbol.asyncDispose](),
    };
  } catch (error) {
    await target[Symbol.asyncDispose]();
    throw error;
  }
}

/** Only how TypeScript is run depends on the version; JavaScript need not wait for the answer. */
export async function nodeVersion(node: string, program: string): Promise<string> {
  if (/\.[mc]?jsx?$/i.test(program)) return process.version;
  try {
    return (await promisify(execFile)(node, ['--version'])).stdout.trim();
  } catch (error) {
    throw nodeMissing(node, error as Error);
  }
}
