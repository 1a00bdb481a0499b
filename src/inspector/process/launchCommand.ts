import { join } from 'node:path';
import { UserError } from '../../errors';
import { assembleTarget } from './assembleTarget';
import { joinedHarness } from './joinedHarness';
import { callOn } from '../protocol/remoteObject';
import { leaveOptimizedCode } from '../loop/leaveOptimizedCode';
import type { LoadedProgram } from './loadedProgram';
import { ProgramSearch, type FoundMember } from './programSearch';
import { RunnerProcess } from './runnerProcess';
import { moduleOf, type SoughtFunction } from './threadSearch';
import { said, type Sentence } from '../../core/report/sentence';

/** A program that is started as its user starts it. */
export interface CommandLaunch extends SoughtFunction {
  /** What to run, and its arguments: `node server.js`, or what starts Node itself, such as `npm start`. */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Of several threads in which the function lives, counted from 1. */
  readonly member?: number;
  /** How long it may take until the function is alive. */
  readonly loadTimeoutMillis?: number;
  readonly warnings?: readonly Sentence[];
  onOutput?(category: 'stdout' | 'stderr', text: string): void;
  /** What is waited for, in words. */
  onWaiting?(what: Sentence): void;
}

/** How long calls may keep a thread from its other work at a time: others may wait for it. */
const sliceMillis = 20;

/**
 * Starts a program and waits until the function is alive in one of its processes or their workers.
 *
 * @throws UserError `not-loaded`, `no-function`, `no-closure`, `several-members`, `node-missing`
 */
export async function launchCommand(
  launch: CommandLaunch,
  signal: AbortSignal,
): Promise<LoadedProgram> {
  signal.throwIfAborted();
  const child = await start(launch);
  try {
    const found = await new ProgramSearch(child, launch, signal).find();
    return await loadedProgram(child, launch, found);
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}

function start(launch: CommandLaunch): Promise<RunnerProcess> {
  const { command, cwd, env } = launch;
  const [executable, ...args] = command;
  const options = env.NODE_OPTIONS ?? process.env.NODE_OPTIONS ?? '';
  return RunnerProcess.start({
    node: executable,
    args,
    cwd,
    env: { ...env, NODE_OPTIONS: `${options} ${preload()}`.trim() },
    ...(launch.onOutput === undefined ? {} : { onOutput: launch.onOutput.bind(launch) }),
    explainMissing: (error) => commandMissing(executable, error),
  });
}

/** The inspector is not announced where the program, or what started it, reads standard error. */
function preload(): string {
  const path = JSON.stringify(join(__dirname, 'announce.js'));
  return `--require ${path} --inspect-publish-uid=http`;
}

function commandMissing(executable: string, error: Error): UserError {
  return new UserError(
    'node-missing',
    said`${executable} could not be started (${error.message}). Check its name and whether it is in PATH; a path to it works, too.`,
    { cause: error },
  );
}

async function loadedProgram(
  child: RunnerProcess,
  { usesExports, warnings = [] }: CommandLaunch,
  { thread, file, preload }: FoundMember,
): Promise<LoadedProgram> {
  const { client, description } = thread;
  const harness = await joinedHarness(client);
  await callOn(client, harness, 'function ({ wasKept }) { this.wasKept = wasKept }', [preload]);
  const target = await assembleTarget(client, {
    description,
    harness,
    recentErrors: () => child.output.lines(),
    dispose: async () => {
      await child[Symbol.asyncDispose]();
      await client[Symbol.asyncDispose]();
    },
  });
  await target.driver.share(sliceMillis);
  // What was optimised before allocates neighbours in one go, and only the first of them is sampled.
  await leaveOptimizedCode(client);
  return {
    target,
    namespace: await moduleOf(target, file, usesExports),
    file,
    warnings,
    [Symbol.asyncDispose]: () => target[Symbol.asyncDispose](),
  };
}
