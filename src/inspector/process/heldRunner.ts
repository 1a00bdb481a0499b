import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../errors';
import type { ProjectRunner } from '../../runners/findTestRunner';
import { leaveOptimizedCode } from '../loop/leaveOptimizedCode';
import { InspectorClient } from '../protocol/inspectorClient';
import { letGoAtExit } from '../protocol/letGoAtExit';
import {
  callOn,
  evaluate,
  release,
  runOn,
  valueOf,
  type RemoteObject,
} from '../protocol/remoteObject';
import { fileSource, type FileSource } from '../source/fileSource';
import { Scripts } from '../source/scripts';
import { SourceMaps } from '../source/sourceMaps';
import { RecordingBreakpoints, type ScriptPlace } from '../watch/recordingBreakpoints';
import { assembleTarget } from './assembleTarget';
import { describeLaunched } from './describeLaunched';
import { joinedHarness } from './joinedHarness';
import { nodeVersion, type ProgramLaunch } from './launchProgram';
import { runnableFile, type RunnableFile } from './runnableFile';
import { RunnerProcess } from './runnerProcess';
import type { Target } from './target';
import { said, type Sentence } from '../../core/report/sentence';

/** A test file with what runs it. */
export interface RunnableTests extends ProjectRunner {
  readonly file: string;
  /** Of the only test that is meant, where it is known: no other needs to run. */
  readonly title?: string;
  /** Where the only test that is meant is; 1-based. */
  readonly at?: { readonly line: number };
}

/** Which tests a runner is to be held at. */
export interface WantedTests {
  /** Where the functions of tests begin. */
  readonly entries: readonly ScriptPlace[];
  /** For each entry, how many tests that come by it are passed over. */
  readonly from: readonly number[];
  /**
   * Only those of this name, behind the names of what they are in; of lists of different lengths the last
   * names count.
   */
  readonly path?: readonly string[];
}

/** A test that was run, before anything of it is torn down. */
export interface HeldTest {
  /** Its name, behind those of what it is in. */
  readonly path: readonly string[];
  /** Which of the wanted entries it came by. */
  readonly entry: number;
  /** Which of those that came by it, from 1. */
  readonly count: number;
  /** Whether timers are faked when it and its hooks are over. */
  readonly isFaked: boolean;
  /** A function that runs it once more, with all its hooks. */
  readonly repeat: RemoteObject;
}

/** A test's name with what it is in, as reports have it. */
export function titleOf({ path }: HeldTest): string {
  return path.join(' > ');
}

/** How the scripts in `runners/holds` are found in the target. */
const hold = `globalThis[Symbol.for('leak-loop.tests')]`;
/** For all that the runner does before a test: it may have much to compile. */
export const mostMillisToTest = 120_000;
/** Between the last answer of a process that exits and its end. */
const mostMillisToEnd = 1_000;

/**
 * A test's own runner, which runs its file and is held at one test after the other once that was run. A
 * call is then another run of the test with all its hooks, in the place of the first. Disposing of it ends
 * the runner where it stands.
 */
export class HeldRunner implements AsyncDisposable {
  #client: InspectorClient | undefined;
  #target: Target | undefined;
  #hold: RemoteObject | undefined;
  readonly #contexts = new Set<number>();
  /** At any test before. */
  #wasHeld = false;
  #isHeld = false;
  readonly #aborted: Promise<never>;
  /** Aborts when the run is over: nobody needs to be told then. */
  readonly #over = new AbortController();

  private constructor(
    private readonly child: RunnerProcess,
    private readonly tests: RunnableTests,
    private readonly runnable: RunnableTestFile,
    private readonly signal: AbortSignal,
  ) {
    this.#aborted = new Promise((_resolve, reject) => {
      const over = { once: true, signal: this.#over.signal };
      signal.addEventListener('abort', () => reject(signal.reason as Error), over);
    });
    this.#aborted.catch(() => undefined); // whoever waits for something else instead is told
  }

  /**
   * Our scripts are in place before the runner loads the test file; resolves when that is loaded.
   *
   * @throws UserError `runner-missing`, `test-not-reached`, `not-compiled`, `node-missing`, `node-too-old`
   */
  static async start(
    launch: ProgramLaunch,
    tests: RunnableTests,
    signal: AbortSignal,
  ): Promise<HeldRunner> {
    const runnable = await runnableTestFile(launch, tests);
    const child = await startRunner(launch, tests, runnable);
    const run = new HeldRunner(child, tests, runnable, signal);
    try {
      await run.#open(launch.node ?? 'node');
      return run;
    } catch (error) {
      await run[Symbol.asyncDispose]();
      throw error;
    }
  }

  get target(): Target {
    return this.#target!;
  }

  /** Ids of V8's contexts: a runner may give a test file one of its own. */
  get contexts(): Iterable<number> {
    return this.#contexts;
  }

  /** The test file, or what it was compiled to. */
  get file(): string {
    return this.runnable.file;
  }

  get warnings(): readonly Sentence[] {
    return this.runnable.warnings;
  }

  /** @throws UserError `test-not-reached` where the runner has not loaded the file */
  async source(): Promise<LoadedSource> {
    const scripts = new Scripts(this.target.client, new SourceMaps());
    await scripts.refresh();
    const { file, runner } = this.tests;
    const source = await fileSource(scripts, file);
    if (source.loaded === undefined) {
      throw this.notReached(said`${runner.name} has not loaded that file.`);
    }
    return { ...source, loaded: source.loaded };
  }

  /**
   * Lets the runner go on to the next of the tests that are wanted, and holds it once that was run.
   *
   * @returns undefined when all tests are through
   * @throws UserError `test-not-reached` when the runner ends before, or takes too long
   */
  async next(
    { entries, from, path }: WantedTests,
    mostMillis: number,
  ): Promise<HeldTest | undefined> {
    await using breakpoints = await RecordingBreakpoints.open(this.target);
    await Promise.all(
      entries.map((place, entry) => breakpoints.add(place, `${hold}?.enter(${String(entry)})`)),
    );
    const { client } = this.target;
    this.#isHeld = false;
    const goOn = 'function (from, path) { this.goOn(from, path); return this.whenReached() }';
    const reached = await this.#inTime(
      runOn(client, this.#handle, goOn, [{ value: from }, { value: path }]),
      mostMillis,
    );
    if (reached.objectId === undefined) return undefined;
    // What another test's loop had optimised for it need not be seen by the sampler of this one.
    if (this.#wasHeld) await leaveOptimizedCode(client);
    this.#wasHeld = this.#isHeld = true;
    this.child.output.forget(); // what others printed is not this one's doing
    const held = { objectId: reached.objectId };
    const told = await valueOf<Omit<HeldTest, 'repeat'>>(
      client,
      held,
      'function () { return { ...this, repeat: undefined } }',
    );
    const repeat = await callOn(client, held, 'function () { return this.repeat }');
    await release(client, held);
    return { ...told, repeat: { objectId: repeat.objectId! } };
  }

  /** Nothing but the test that the runner is held at is kept from here on. */
  async stay(): Promise<void> {
    await this.#tell('function () { this.stay() }');
    await release(this.target.client, this.#handle);
  }

  /** Where the runner came to its end. */
  passedBy(): UserError {
    return this.notReached(said`${this.tests.runner.name} has run the others. ${mayBeLeftOut}`);
  }

  /** @param why a sentence that begins in lower case */
  notReached(why: Sentence): UserError {
    const { file, folder, runner, at } = this.tests;
    const remedy = said`See whether ${runner.name} runs it in ${folder}.`;
    return new UserError(
      'test-not-reached',
      at === undefined
        ? said`A test of ${file} was not run: ${why} ${remedy}`
        : said`The test at ${file}:${String(at.line)} was not run: ${why} ${remedy}`,
      { stderr: this.child.output.lines() },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    await this.child[Symbol.asyncDispose]();
    await this.#client?.[Symbol.asyncDispose]();
  }

  async #open(node: string): Promise<void> {
    this.signal.throwIfAborted();
    const { url, pid } = await this.#inTime(this.child.connected(), mostMillisToTest);
    const client = await InspectorClient.connect(url, this.signal, () => this.#exit());
    this.#client = client;
    await letGoAtExit(client);
    client.on('Runtime.executionContextCreated', ({ context }) => this.#contexts.add(context.id));
    await client.send('Runtime.enable');
    this.#target = await assembleTarget(client, {
      description: await describeLaunched(client, node, pid),
      harness: await joinedHarness(client),
      recentErrors: () => this.child.output.lines(),
      dispose: () => this[Symbol.asyncDispose](),
    });
    await leaveOptimizedCode(client);
    this.#hold = { objectId: (await evaluate(client, hold)).objectId! };
    await this.#tell('function () { this.start() }');
    const collected = 'function () { return this.whenCollected() }';
    await this.#inTime(runOn(client, this.#handle, collected), mostMillisToTest);
  }

  get #handle(): RemoteObject {
    return this.#hold!;
  }

  async #tell(declaration: string): Promise<void> {
    await runOn(this.target.client, this.#handle, declaration);
  }

  /** @throws UserError when the runner ends before, or takes too long */
  async #inTime<T>(work: Promise<T>, mostMillis: number): Promise<T> {
    const isDone = new AbortController();
    const ended = this.#exit().then((error) => Promise.reject(error));
    ended.catch(() => undefined); // it ended later, as it should
    const late = delay(mostMillis, undefined, { ref: false, signal: isDone.signal }).then(() =>
      Promise.reject(
        this.notReached(
          said`${this.tests.runner.name} has not come to it within ${String(mostMillis / 1_000)} s.`,
        ),
      ),
    );
    late.catch(() => undefined);
    // A process that exits answers what it was asked, in some way: that it ended is known a moment later.
    const answered = work.catch((error: unknown) =>
      Promise.race([ended, delay(mostMillisToEnd).then(() => Promise.reject(error as Error))]),
    );
    answered.catch(() => undefined); // cut off with the process
    try {
      return await Promise.race([answered, ended, late, this.#aborted]);
    } finally {
      isDone.abort();
    }
  }

  async #exit(): Promise<UserError> {
    try {
      const how = await this.child.ended;
      if (this.#isHeld) return this.#endedIn(how);
      return this.notReached(said`${this.tests.runner.name} ${how} before it. ${mayBeLeftOut}`);
    } catch (error) {
      return error as UserError; // Node is missing
    }
  }

  #endedIn(how: Sentence): UserError {
    return new UserError(
      'target-exited',
      said`${this.tests.runner.name} ${how} while the test was called again. Look for process.exit() or a fatal signal in what the test and its hooks reach.`,
      { stderr: this.child.output.lines() },
    );
  }
}

const mayBeLeftOut = said`It may be skipped, or left out by another that is marked "only" or by the configuration.`;

type LoadedSource = FileSource & { readonly loaded: NonNullable<FileSource['loaded']> };

type RunnableTestFile = Pick<RunnableFile, 'file' | 'extraNodeArgs' | 'warnings'>;

async function runnableTestFile(
  { node = 'node', nodeArgs = [], env = {}, cwd }: ProgramLaunch,
  { file, folder, runner }: RunnableTests,
): Promise<RunnableTestFile> {
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
  { folder, runner, title }: RunnableTests,
  { file, extraNodeArgs }: RunnableTestFile,
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
