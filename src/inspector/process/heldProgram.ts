import { toSourcePosition, type GeneratedPosition } from '../../core/source/location';
import type { PlacedTest } from '../../core/source/testAtPosition';
import type { LiveFunction } from '../call/resolveFunction';
import { said } from '../../core/report/sentence';
import { evaluate } from '../protocol/remoteObject';
import { titleOf, type HeldRunner, type HeldTest } from './heldRunner';
import type { LoadedProgram } from './loadedProgram';

/** A test that its runner is held at, with where it is in its source. */
export interface PlacedHeldTest {
  /** The source file. */
  readonly file: string;
  readonly placed: PlacedTest;
  readonly held: HeldTest;
  /** Where its row begins, of a table that is written in place. */
  readonly row?: GeneratedPosition | undefined;
}

/** The process in which a runner is held, as one whose function is found. Disposing of it leaves the runner as it is. */
export async function heldProgram(
  runner: HeldRunner,
  test: PlacedHeldTest,
): Promise<LoadedProgram & { readonly test: LiveFunction }> {
  const { target, file, warnings } = runner;
  const { objectId } = await evaluate(target.client, '({})');
  return {
    target,
    namespace: { objectId: objectId! }, // expressions of the user's make no part of a test
    file,
    warnings,
    test: liveTest(test),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const fakedTimers = said`Timers are still fake when the test and its hooks are over (fakeTimers.enableGlobally, or fakes that are not restored): what a call leaves in a fake clock stays there unless the test runs it, and counts as kept.`;

function liveTest({ file, placed, held, row }: PlacedHeldTest): LiveFunction {
  const { source, range } = placed;
  const start = row ?? placed.row?.start ?? range.start;
  return {
    fn: held.repeat,
    site: source,
    description: {
      name: titleOf(held),
      kind: 'test',
      location: { file, ...toSourcePosition(start) },
    },
    warnings: held.isFaked ? [fakedTimers] : [],
  };
}
