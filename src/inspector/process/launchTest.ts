import { testAtPosition, type PlacedTest } from '../../core/source/testAtPosition';
import { release } from '../protocol/remoteObject';
import type { LoadedScript } from '../source/scripts';
import { liveFunctionsAt } from '../call/liveFunctionsAt';
import type { FoundTest } from '../call/findTest';
import { heldProgram } from './heldProgram';
import { HeldRunner, mostMillisToTest } from './heldRunner';
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
  const isMeant = placed.row !== undefined || at.testName !== undefined;
  const warnings = isMeant ? [] : await othersLikeIt(runner, loaded, placed, held.title);
  await runner.stay();
  const program = await heldProgram(runner, { file, placed, held });
  return {
    ...program,
    test: { ...program.test, warnings },
    [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose](),
  };
}

/** A warning where nothing tells which of the tests that were made at one place is meant. */
async function othersLikeIt(
  { target }: HeldRunner,
  loaded: LoadedScript,
  { call: { site, hasRows } }: PlacedTest,
  title: string,
): Promise<readonly Sentence[]> {
  if (hasRows) {
    return [said`${title} is called for each row of a table; the first that was run was looped.`];
  }
  const made = await liveFunctionsAt(target, loaded, site);
  for (const fn of made) await release(target.client, fn);
  if (made.length < 2) return [];
  const count = String(made.length);
  return [
    said`${title} is one of ${count} tests that are made at this place (in a loop, or a table of a describe); the first that was run was looped. leak-loop check --tests loops each.`,
  ];
}
