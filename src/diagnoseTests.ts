import { readFile } from 'node:fs/promises';
import { testsIn, type ListedTest } from './core/source/testAtCursor';
import type { LeakReport } from './core/report/report';
import { diagnose, diagnoseReached } from './diagnose';
import type { DiagnoseRequest, LaunchTarget, Limits, Observer } from './diagnoseRequest';
import type { LoadedProgram } from './inspector/process/loadedProgram';
import type { RunnableTests } from './inspector/process/heldRunner';
import { TestFileRun, type ReachedTest, type TestCounts } from './inspector/process/testFileRun';
import { PhaseClock } from './inspector/phaseClock';
import { outputOf } from './programRequest';
import { ProgressReporter } from './progressReporter';
import { findTestRunner } from './runners/findTestRunner';

/** All tests of a file. */
export interface TestFileRequest {
  /** Absolute path. */
  readonly file: string;
  readonly target: LaunchTarget;
  readonly limits?: Partial<Limits>;
  /** See {@link DiagnoseRequest}. */
  readonly screens?: boolean;
}

/** What became of one test, or of one row of a table. */
export type JudgedTest = { readonly name: string } & (
  | { readonly report: LeakReport }
  /** As {@link diagnose} rejects. */
  | { readonly error: unknown }
);

/**
 * Judges the tests of a file, one after the other, in the order in which their runner comes to them.
 *
 * They share a process as long as each is seen to keep nothing: to start a runner takes as long as to judge
 * a test. The first one of a process has it for itself, and is judged as `diagnose` does. One that seems to
 * grow later is taken to a new process, in which it is the first; and after any that is not clean the
 * others go on in a new one. So whatever is said against a test was measured where no other was looped.
 */
export function diagnoseTests(
  request: TestFileRequest,
  observer: Observer,
  signal: AbortSignal,
): AsyncGenerator<JudgedTest> {
  return new TestFile(request, observer, signal).judge();
}

class TestFile {
  /** Tests that were judged, wherever. */
  readonly #counts: TestCounts = new Map();
  readonly #reached = new Set<ListedTest>();

  constructor(
    private readonly request: TestFileRequest,
    private readonly observer: Observer,
    private readonly signal: AbortSignal,
  ) {}

  async *judge(): AsyncGenerator<JudgedTest> {
    const { file } = this.request;
    const text = await readFile(file, 'utf8');
    const listed = testsIn(text);
    const project = await findTestRunner(file, text);
    if (project !== undefined) {
      const tests = { ...project, file, listed };
      while (yield* this.#judgeInOneProcess(tests));
    }
    for (const test of listed.filter((each) => !this.#reached.has(each))) {
      yield await judged(test.title ?? `line ${String(test.line)}`, () =>
        diagnose(this.#requestOf(test), this.observer, this.signal),
      );
    }
  }

  /** @returns whether others are left for another process */
  async *#judgeInOneProcess(tests: ListedTests): AsyncGenerator<JudgedTest, boolean> {
    let clock = new PhaseClock();
    const progress = new ProgressReporter(this.observer);
    await using run = await clock.time('launch', () => this.#start(tests, progress));
    if (run === undefined) return false;
    for (let isFirst = true; ; isFirst = false) {
      const reached = await clock.time('launch', () => this.#next(run, tests));
      if (reached === undefined) return false;
      const program = isFirst ? inFull(reached, run) : atFirstSight(reached);
      const one = await judged(reached.name, () =>
        diagnoseReached(program, this.#requestOf(reached.listed), clock, progress),
      );
      if (!isFirst && !leavesNothing(one)) return true;
      run.count(reached);
      this.#reached.add(reached.listed);
      yield one;
      if (!leavesNothing(one)) return true;
      clock = new PhaseClock();
    }
  }

  /** Undefined where the file cannot be run: each of its tests will tell why. */
  #start(tests: ListedTests, progress: ProgressReporter): Promise<TestFileRun | undefined> {
    const { observer, signal } = this;
    const { file, target } = this.request;
    progress.launching(this.#requestOf(tests.listed[0]!));
    const launch = { ...target, program: file, ...outputOf(observer) };
    return TestFileRun.start(launch, tests, this.#counts, signal).catch(() => undefined);
  }

  /** Undefined where the runner comes to no other. */
  #next(run: TestFileRun, { listed }: ListedTests): Promise<ReachedTest | undefined> {
    const isAnyLeft = listed.some((test) => !this.#reached.has(test));
    return run.next(isAnyLeft ? undefined : mostMillisToNextRow).catch(() => undefined);
  }

  #requestOf({ line, column }: ListedTest): DiagnoseRequest {
    const { file, ...request } = this.request;
    return { ...request, function: { file, at: { kind: 'position', line, column } } };
  }
}

type ListedTests = RunnableTests & { readonly listed: readonly ListedTest[] };

/** Once each test of the source was judged; a runner may not come to its end, as where a server is left open. */
const mostMillisToNextRow = 10_000;

function inFull({ program }: ReachedTest, run: TestFileRun): LoadedProgram {
  return { ...program, beforeExplaining: () => run.stay() };
}

function atFirstSight({ program }: ReachedTest): LoadedProgram {
  const beforeExplaining = (): Promise<never> =>
    Promise.reject(new Error('it seems to grow: another process looks closer'));
  return { ...program, endsAtGrowth: true, beforeExplaining };
}

async function judged(name: string, judge: () => Promise<LeakReport>): Promise<JudgedTest> {
  try {
    const report = await judge();
    return { name: report.function.name, report };
  } catch (error) {
    return { name, error };
  }
}

/** Whether the process is as it was but for the calls: nothing accumulated, and nothing had to be explained. */
function leavesNothing(test: JudgedTest): boolean {
  if (!('report' in test)) return false;
  const { verdict, phases } = test.report;
  const isClean = verdict === 'clean' || verdict === 'bounded';
  return isClean && phases.explain === undefined && phases.watch === undefined;
}
