import type { GeneratedPosition } from '../../core/source/location';
import type { ListedTest } from '../../core/source/testAtCursor';
import { testAtPosition, type PlacedTest } from '../../core/source/testAtPosition';
import type { ScriptPlace } from '../watch/recordingBreakpoints';
import { heldProgram } from './heldProgram';
import {
  HeldRunner,
  mostMillisToTest,
  titleOf,
  type HeldTest,
  type RunnableTests,
} from './heldRunner';
import type { ProgramLaunch } from './launchProgram';
import type { LoadedProgram } from './loadedProgram';
import { placeOfEntry } from './placeOfEntry';

/** A test that the runner is held at; of the rows of a table each is one. */
export interface ReachedTest {
  readonly program: LoadedProgram;
  readonly name: string;
  readonly listed: ListedTest;
}

interface WantedTest {
  readonly listed: ListedTest;
  readonly placed: PlacedTest;
  /** Among the entries. */
  readonly entry: number;
}

/**
 * How many tests came by each place where functions of tests begin. Holds for all processes that run the
 * same file: its runner comes to them in the same order.
 */
export type TestCounts = Map<number, number>;

/**
 * One run of a whole test file by its own runner, which is held at one test after the other. Disposing of
 * it ends the runner where it stands.
 */
export class TestFileRun implements AsyncDisposable {
  private constructor(
    private readonly runner: HeldRunner,
    private readonly file: string,
    private readonly wanted: readonly WantedTest[],
    private readonly entries: readonly ScriptPlace[],
    /** Those that were judged before, in this process and in others. */
    private readonly judged: TestCounts,
  ) {}

  /**
   * @param judged tests that are not held any more; {@link next} counts those that it holds
   * @throws UserError `runner-missing`, `test-not-reached`, `not-compiled`, `node-missing`, `node-too-old`
   */
  static async start(
    launch: ProgramLaunch,
    tests: RunnableTests & { readonly listed: readonly ListedTest[] },
    judged: TestCounts,
    signal: AbortSignal,
  ): Promise<TestFileRun> {
    const runner = await HeldRunner.start(launch, tests, signal);
    try {
      const { loaded, sites, mapped } = await runner.source();
      const offsets: number[] = [];
      const entries: ScriptPlace[] = [];
      const wanted = tests.listed.flatMap((listed) => {
        const placed = testAtPosition(loaded.script, sites, mapped, listed);
        if (placed === undefined) return [];
        if (!offsets.includes(placed.call.entry)) {
          offsets.push(placed.call.entry);
          entries.push(placeOfEntry(loaded, placed));
        }
        return [{ listed, placed, entry: offsets.indexOf(placed.call.entry) }];
      });
      return new TestFileRun(runner, tests.file, wanted, entries, judged);
    } catch (error) {
      await runner[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * @param mostMillis for all that the runner does before the next test
   * @returns undefined when all tests are through
   * @throws UserError `test-not-reached` when the runner ends before, or takes too long
   */
  async next(mostMillis = mostMillisToTest): Promise<ReachedTest | undefined> {
    const { entries, judged } = this;
    const from = entries.map((_place, entry) => judged.get(entry) ?? 0);
    const held = await this.runner.next({ entries, from }, mostMillis);
    return held && this.#reached(held);
  }

  /** The test that was reached is not held any more in other processes. */
  count({ listed }: ReachedTest): void {
    const { entry } = this.wanted.find((each) => each.listed === listed)!;
    this.judged.set(entry, 1 + (this.judged.get(entry) ?? 0));
  }

  /** Nothing but the test that was reached is kept from here on. */
  stay(): Promise<void> {
    return this.runner.stay();
  }

  async #reached(held: HeldTest): Promise<ReachedTest> {
    const candidates = this.wanted.filter(({ entry }) => entry === held.entry);
    const named = candidates.find(({ listed }) => listed.title === held.path.at(-1));
    const { listed, placed } = named ?? candidates[0]!;
    const row = this.#rowOf(placed, held);
    const program = await heldProgram(this.runner, { file: this.file, placed, held, row });
    return {
      // The process is that of several tests: what is counted in it is counted for each.
      program: { ...program, target: { ...program.target, collections: { count: 0, millis: 0 } } },
      name: titleOf(held),
      listed,
    };
  }

  /** Where it begins, of a table that is written in place: its rows come one after the other. */
  #rowOf({ call, rowStarts }: PlacedTest, { count }: HeldTest): GeneratedPosition | undefined {
    return call.hasRows ? rowStarts[count - 1] : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.runner[Symbol.asyncDispose]();
  }
}
