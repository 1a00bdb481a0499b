import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toSourcePosition } from '../../core/source/location';
import { testAtPosition, type PlacedTest } from '../../core/source/testAtPosition';
import { UserError } from '../../errors';
import { assembleTarget } from './assembleTarget';
import { describeLaunched } from './describeLaunched';
import { fileSource } from '../source/fileSource';
import type { FoundTest } from '../call/findTest';
import { InspectorClient } from '../protocol/inspectorClient';
import { joinedHarness } from './joinedHarness';
import { nodeVersion, type ProgramLaunch } from './launchProgram';
import { leaveOptimizedCode } from '../loop/leaveOptimizedCode';
import type { LoadedProgram } from './loadedProgram';
import { RecordingBreakpoints } from '../watch/recordingBreakpoints';
import { callOn, evaluate, release, valueOf, type RemoteObject } from '../protocol/remoteObject';
import type { LiveFunction } from '../call/resolveFunction';
import { runnableFile, type RunnableFile } from './runnableFile';
import { RunnerProcess } from './runnerProcess';
import { Scripts } from '../source/scripts';
import { SourceMaps } from '../source/sourceMaps';
import type { Target } from './target';

/** How the scripts in `runners/holds` are found in the target. */
const hold = `globalThis[Symbol.for('leak-loop.tests')]`;
/** For all that the runner does before the test: it may have much to compile. */
const mostMillisToTest = 120_000;
/** Between the last answer of a process that exits and its end. */
const mostMillisToEnd = 1_000;

/**
 * Lets a test's own runner run its file, and holds it once the test was run, before anything of it is
 * torn down. A call is then another run of the test with all its hooks, in the place of the first.
 *
 * @throws UserError `runner-missing`, `test-not-reached`, `not-compiled`, `node-missing`, `node-too-old`
 */
export async function launchTest(
  launch: ProgramLaunch,
  test: FoundTest,
  signal: AbortSignal,
): Promise<LoadedProgram> {
  const runnable = await runnableTest(launch, test);
  const child = await startRunner(launch, test, runnable);
  const run = new HeldRun(child, test, launch.node ?? 'node', signal);
  try {
    const target = await run.open();
    const live = await run.reachTest(target);
    return {
      target,
      namespace: await emptyNamespace(target),
      file: runnable.file,
      warnings: runnable.warnings,
      test: live,
      [Symbol.asyncDispose]: () => target[Symbol.asyncDispose](),
    };
  } catch (error) {
    await run.dispose();
    throw error;
  }
}

type RunnableTest = Pick<RunnableFile, 'file' | 'extraNodeArgs' | 'warnings'>;

async function runnableTest(
  { node = 'node', nodeArgs = [], env = {}, cwd }: ProgramLaunch,
  { file, folder, runner }: FoundTest,
): Promise<RunnableTest> {
  if (await runner.loadsTypeScript(folder)) return { file, extraNodeArgs: [], warnings: [] };
  return runnableFile({
    file,
    nodeVersion: await nodeVersion(node, file),
    nodeArgs,
    env: { ...process.env, ...env },
    cwd: resolve(cwd ?? folder),
  });
}

/** In the project's folder, where its own `npm test` runs it. */
function startRunner(
  launch: ProgramLaunch,
  { folder, runner, title }: FoundTest,
  { file, extraNodeArgs }: RunnableTest,
): Promise<RunnerProcess> {
  const { node = 'node', nodeArgs = [], env = {} } = launch;
  const command = runner.command({
    file,
    folder,
    ...(title === undefined ? {} : { title }),
    nodeArgs: [...nodeArgs, ...extraNodeArgs],
  });
  return RunnerProcess.start({
    node,
    args: command.args,
    cwd: folder,
    env: { ...env, ...command.env },
    ...(launch.onOutput === undefined ? {} : { onOutput: launch.onOutput.bind(launch) }),
  });
}

/** One run of a test runner, from its start to the test that is meant. */
class HeldRun {
  #client: InspectorClient | undefined;
  readonly #late = delay(mostMillisToTest, undefined, { ref: false });
  readonly #aborted: Promise<never>;
  /** Aborts when the run is over: nobody needs to be told then. */
  readonly #over = new AbortController();

  constructor(
    private readonly child: RunnerProcess,
    private readonly test: FoundTest,
    private readonly node: string,
    private readonly signal: AbortSignal,
  ) {
    this.#aborted = new Promise((_resolve, reject) => {
      const over = { once: true, signal: this.#over.signal };
      signal.addEventListener('abort', () => reject(signal.reason as Error), over);
    });
    this.#aborted.catch(() => undefined); // whoever waits for something else instead is told
  }

  /** Our scripts are in place before the runner loads the test file. */
  async open(): Promise<Target> {
    this.signal.throwIfAborted();
    const { url, pid } = await this.#inTime(this.child.connected());
    const client = await InspectorClient.connect(url, this.signal, () => this.#exit());
    this.#client = client;
    // A runner that ends waits for the inspector to disconnect: let it go.
    client.on('NodeRuntime.waitingForDisconnect', () => void client.close());
    await client.send('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true });
    await client.sendPromptly('Runtime.enable');
    const target = await assembleTarget(client, {
      description: await describeLaunched(client, this.node, pid),
      harness: await joinedHarness(client),
      recentErrors: () => this.child.output.lines(),
      dispose: () => this.dispose(),
    });
    await leaveOptimizedCode(client);
    return target;
  }

  /** The test that is meant, once it was run. */
  async reachTest(target: Target): Promise<LiveFunction> {
    const { client } = target;
    const handle = await handleTo(client, hold);
    await callOn(client, handle, 'function () { this.start() }');
    await this.#inTime(callOn(client, handle, 'function () { return this.whenCollected() }'));
    const scripts = new Scripts(client, new SourceMaps());
    const placed = await this.#placeOf(scripts);
    {
      await using breakpoints = await RecordingBreakpoints.open(target);
      await breakpoints.add(placed.entry, `${hold}?.enter()`);
      await this.#inTime(
        callOn(
          client,
          handle,
          'function (row, name) { this.goOn(row, name); return this.whenReached() }',
          [{ value: placed.row?.index ?? 0 }, { value: this.test.at.testName }],
        ),
      );
    }
    return this.#live(client, handle, placed);
  }

  async dispose(): Promise<void> {
    this.#over.abort();
    await this.child[Symbol.asyncDispose]();
    await this.#client?.[Symbol.asyncDispose]();
  }

  async #placeOf(scripts: Scripts): Promise<PlacedTest & { readonly entry: EntryPlace }> {
    const { file, at, runner } = this.test;
    await scripts.refresh();
    const { loaded, sites, mapped } = await fileSource(scripts, file);
    if (loaded === undefined) throw this.#notReached(`${runner.name} has not loaded that file.`);
    const placed = testAtPosition(loaded.script, sites, mapped, at);
    if (placed === undefined) {
      throw this.#notReached(`there is none with a function, written there or named.`);
    }
    const { scriptId, script } = loaded;
    return { ...placed, entry: { scriptId, ...script.lines.positionAt(placed.call.entry) } };
  }

  async #live(
    client: InspectorClient,
    handle: RemoteObject,
    placed: PlacedTest,
  ): Promise<LiveFunction> {
    const taken = await callOn(client, handle, 'function () { return this.take() }');
    const held = { objectId: taken.objectId! };
    const name = await valueOf<string>(client, held, 'function () { return this.title }');
    const repeat = await callOn(client, held, 'function () { return this.repeat }');
    await release(client, held);
    await release(client, handle);
    const { source, call, range, row } = placed;
    const isFirst = call.hasRows && row === undefined && this.test.at.testName === undefined;
    const location = { file: this.test.file, ...toSourcePosition(row?.start ?? range.start) };
    const rows = `${name} is called for each row of a table; the first that was run was looped.`;
    return {
      fn: { objectId: repeat.objectId! },
      site: source,
      description: { name, kind: 'test', location },
      warnings: isFirst ? [rows] : [],
    };
  }

  /** @throws UserError when the runner ends before, or takes too long */
  #inTime<T>(work: Promise<T>): Promise<T> {
    const ended = this.#exit().then((error) => Promise.reject(error));
    ended.catch(() => undefined); // it ended later, as it should
    const late = this.#late.then(() =>
      Promise.reject(
        this.#notReached(
          `${this.test.runner.name} has not come to it within ${String(mostMillisToTest / 1_000)} s.`,
        ),
      ),
    );
    late.catch(() => undefined);
    // A process that exits answers what it was asked, in some way: that it ended is known a moment later.
    const answered = work.catch((error: unknown) =>
      Promise.race([ended, delay(mostMillisToEnd).then(() => Promise.reject(error as Error))]),
    );
    answered.catch(() => undefined); // cut off with the process
    return Promise.race([answered, ended, late, this.#aborted]);
  }

  async #exit(): Promise<UserError> {
    try {
      const how = await this.child.ended;
      return this.#notReached(
        `${this.test.runner.name} ${how} before it. It may be skipped, or left out by another that is marked "only" or by the configuration.`,
      );
    } catch (error) {
      return error as UserError; // Node is missing
    }
  }

  #notReached(why: string): UserError {
    const { file, at, runner } = this.test;
    return new UserError(
      'test-not-reached',
      `The test at ${file}:${String(at.line)} was not run: ${why} See whether ${runner.name} runs it in ${this.test.folder}.`,
      { stderr: this.child.output.lines() },
    );
  }
}

interface EntryPlace {
  readonly scriptId: string;
  readonly line0: number;
  readonly column0: number;
}

async function handleTo(client: InspectorClient, expression: string): Promise<RemoteObject> {
  const { objectId } = await evaluate(client, expression);
  return { objectId: objectId! };
}

/** Expressions of the user's make no part of a test. */
function emptyNamespace({ client }: Target): Promise<RemoteObject> {
  return handleTo(client, '({})');
}
