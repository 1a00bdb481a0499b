import { testAtPosition, type PlacedTest } from '../../core/source/testAtPosition';
import type { FoundTest } from '../call/findTest';
import { heldProgram } from './heldProgram';
import { HeldRunner, mostMillisToTest } from './heldRunner';
import type { ProgramLaunch } from './launchProgram';
import type { LoadedProgram } from './loadedProgram';
import { placeOfEntry } from './placeOfEntry';
import { said } from '../../core/report/sentence';

/**
 * Lets a test's own runner run its file, and holds it once the test was run.
 *
 * @throws UserError `runner-missing`, `test-not-reached`, `not-compiled`, `node-missing`, `node-too-old`
 */
export async function launchTest(
  launch: ProgramLaunch,
  test: FoundTest,
  signal: AbortSignal,
): Promise<LoadedProgram> {
  const runner = await HeldRunner.start(launch, test, signal);
  try {
    return await reachTest(runner, test);
  } catch (error) {
    await runner[Symbol.asyncDispose]();
    throw error;
  }
}

async function reachTest(runner: HeldRunner, { file, at }: FoundTest): Promise<LoadedProgram> {
  const { loaded, sites, mapped } = await runner.source();
  const placed = testAtPosition(loaded.script, sites, mapped, at);
  if (placed === undefined) {
    throw runner.notReached(said`there is none with a function, written there or named.`);
  }
  const wanted = {
    entries: [placeOfEntry(loaded, placed)],
    from: [placed.row?.index ?? 0],
    ...(at.testName === undefined ? {} : { name: at.testName }),
  };
  const held = await runner.next(wanted, mostMillisToTest);
  if (held === undefined) throw runner.passedBy();
  await runner.stay();
  const program = await heldProgram(runner, { file, placed, held });
  const rows = said`${held.title} is called for each row of a table; the first that was run was looped.`;
  return {
    ...program,
    test: { ...program.test, warnings: isFirstRow(placed, at.testName) ? [rows] : [] },
    [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose](),
  };
}

/** Whether nothing tells which row is meant. */
function isFirstRow({ call, row }: PlacedTest, name: string | undefined): boolean {
  return call.hasRows && row === undefined && name === undefined;
}
