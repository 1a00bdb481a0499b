import { dirname, resolve } from 'node:path';
import { launchCommand, type CommandLaunch } from './launchCommand';
import { nodeVersion } from './launchProgram';
import type { LoadedProgram } from './loadedProgram';
import { checkExists, runnableFile } from './runnableFile';

/** A program around a function, as its user starts it; paths may be relative to `cwd`. */
export interface ProgramStart extends Omit<CommandLaunch, 'command' | 'cwd' | 'env' | 'warnings'> {
  /** The file that Node is to run. */
  readonly program?: string;
  /** In place of Node, its arguments and the program. */
  readonly command?: readonly [string, ...string[]];
  readonly args?: readonly string[];
  readonly node?: string;
  readonly nodeArgs?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a program and waits for the function.
 *
 * @throws UserError `file-not-found`, `not-compiled` and those of {@link launchCommand}
 */
export async function startProgram(
  start: ProgramStart,
  signal: AbortSignal,
): Promise<LoadedProgram> {
  const { program, command, args = [], node = 'node', nodeArgs = [], env = {} } = start;
  const cwd = resolve(start.cwd ?? dirname(program ?? '.'));
  await checkExists(start.file);
  if (program === undefined) {
    const [executable, ...words] = command ?? [node, ...nodeArgs];
    return launchCommand({ ...start, command: [executable, ...words, ...args], cwd, env }, signal);
  }
  const runnable = await runnableFile({
    file: program,
    nodeVersion: await nodeVersion(node, program),
    nodeArgs,
    env: { ...process.env, ...env },
    cwd,
  });
  const { file, extraNodeArgs, warnings } = runnable;
  const words = [...nodeArgs, ...extraNodeArgs, file, ...args];
  return launchCommand({ ...start, command: [node, ...words], cwd, env, warnings }, signal);
}
