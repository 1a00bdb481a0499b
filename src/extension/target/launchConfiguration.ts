import type { LaunchArguments } from '../../adapter/protocol';
import { withProgramAround } from './requestOfConfiguration';
import type { RunRequest } from '../run/runRequest';

/** The settings that a run depends on. */
export interface RunSettings {
  /** Empty: the engine looks for `node` itself. */
  readonly nodeExecutable: string;
  readonly nodeArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly maxCalls: number;
  /** Seconds. */
  readonly timeBudget: number;
  /** Megabytes. */
  readonly memoryBudget: number;
  /** Seconds. */
  readonly callTimeout: number;
}

/**
 * What the debug adapter gets: the request, and settings for all that it leaves open. A leak check gets no
 * limits of the settings: its own hold, so that it comes to the same here and in CI.
 */
export function fillLaunchConfiguration(
  request: RunRequest,
  settings: RunSettings,
  folder: string | undefined,
): Partial<LaunchArguments> {
  const { nodeExecutable, nodeArgs, env, ...limits } = settings;
  // Arguments for Node are none for npm.
  const startsNode = request.runtimeExecutable === undefined;
  return {
    ...(request.check === true ? {} : limits),
    ...(nodeExecutable === '' ? {} : { runtimeExecutable: nodeExecutable }),
    ...(nodeArgs.length === 0 || !startsNode ? {} : { runtimeArgs: nodeArgs }),
    ...(folder === undefined ? {} : { cwd: folder }),
    ...withProgramAround(request),
    env: { ...env, ...request.env },
  };
}
