import type { PlacedTest } from '../../core/source/testAtPosition';
import type { LoadedScript } from '../source/scripts';
import type { ScriptPlace } from '../watch/recordingBreakpoints';

/** Where a breakpoint notices that the test is run. */
export function placeOfEntry(
  { scriptId, script }: LoadedScript,
  { call }: PlacedTest,
): ScriptPlace {
  return { scriptId, ...script.lines.positionAt(call.entry) };
}
