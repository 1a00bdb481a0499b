import { testAtPosition, type PlacedTest } from '../../core/source/testAtPosition';
import { UserError } from '../../errors';
import type { LoadedScript } from '../source/scripts';
import type { FoundTest } from '../call/findTest';
import { functionsMadeAt } from './functionsMadeAt';
import { heldProgram } from './heldProgram';
import { HeldRunner, mostMillisToTest, titleOf, type HeldTest } from './heldRunner';
import type { ProgramLaunch } from './launchProgram';
import type { LoadedProgram } from './loadedProgram';
import { placeOfEntry } from './placeOfEntry';
import { said, type Sentence } from '../../core/report/sentence';

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
    const { test: named, ...at } = test.at;
    const isNotReached = error instanceof UserError && error.code === 'test-not-reached';
    if (named === undefined || !isNotReached) throw error;
    // Whoever names a test may have the name that the source has, without what a row puts into it.
    return launchTest(launch, { ...test, at }, signal);
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
    ...(at.test === undefined
      ? { from: [placed.row?.index ?? 0] }
      : { from: [(at.test.number ?? 1) - 1], path: at.test.path }),
  };
  const held = await runner.next(wanted, mostMillisToTest);
  if (held === undefined) throw runner.passedBy();
  const isMeant = placed.row !== undefined || at.test !== undefined;
  const warnings = isMeant ? [] : await othersLikeIt(runner, loaded, placed, held);
  await runner.stay();
  const program = await heldProgram(runner, { file, placed, held });
  return {
    ...program,
    test: { ...program.test, warnings: [...program.test.warnings, ...warnings] },
    [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose](),
  };
}

/** A warning where nothing tells which of the tests that were made at one place is meant. */
async function othersLikeIt(
  runner: HeldRunner,
  loaded: LoadedScript,
  { call: { site, hasRows } }: PlacedTest,
  held: HeldTest,
): Promise<readonly Sentence[]> {
  const title = titleOf(held);
  if (hasRows) {
    return [said`${title} is called for each row of a table; the first that was run was looped.`];
  }
  const made = await functionsMadeAt(runner.target, runner.contexts, loaded, site);
  if (made < 2) return [];
  return [
    said`${title} is one of ${String(made)} tests that are made at this place (in a loop, or a table of a describe); the first that was run was looped. leak-loop check --tests loops each.`,
  ];
}
