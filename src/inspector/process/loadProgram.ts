import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { toSourcePosition } from '../../core/source/location';
import { parseScript, ScriptSyntaxError } from '../../core/source/script';
import { UserError } from '../../errors';
import { runOn, TargetError, type RemoteObject } from '../protocol/remoteObject';
import { firstFrame, placeText } from '../watch/stackText';
import { inTime } from '../inTime';
import type { Target } from './target';
import { option, said } from '../../core/report/sentence';

/** For all that a program does before the function is there; whoever waits can stop. */
export const defaultLoadTimeoutMillis = 60_000;

/**
 * Loads the program's file in a launched process, as `import()` would.
 *
 * @param timeoutMillis how long that may take
 * @returns its module namespace
 * @throws UserError `syntax-error`, `import-failed`
 */
export async function loadProgram(
  target: Target,
  file: string,
  timeoutMillis: number,
): Promise<RemoteObject> {
  const loaded = runOn(target.client, target.harness, 'function (url) { return this.load(url) }', [
    { value: pathToFileURL(file).href },
  ]);
  try {
    const namespace = await inTime(loaded, timeoutMillis, () => notInTime(file, timeoutMillis));
    return { objectId: namespace.objectId! };
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    // Without the stack: it shows how Node loads files. What stands before it shows the place.
    const text = error.message.split(/\n\s+at /)[0]!.trim();
    const isSyntax = error.details.exception?.className === 'SyntaxError';
    const at = isSyntax ? await syntaxErrorPlace(file) : '';
    throw new UserError(
      isSyntax ? 'syntax-error' : 'import-failed',
      isSyntax
        ? said`${file}${at} cannot be loaded, it has a syntax error: ${text}\nCorrect it and run again; a TypeScript file may need a loader (${option('--node-arg')}=--import=tsx).`
        : said`${file} cannot be loaded, it throws on import: ${text}${throwingPlace(error)}\nSee whether it loads with plain node; give it what it needs with ${option('--cwd')}, ${option('--env')} or ${option('--node-arg')}.`,
      { cause: error, stderr: target.recentErrors() },
    );
  }
}

function notInTime(file: string, timeoutMillis: number): UserError {
  return new UserError(
    'import-failed',
    said`${file} has not been loaded within ${timeoutMillis / 1_000} s: it waits at its top level for something that does not come, or computes. Move such work into a function; if it only needs longer, raise ${option('--load-timeout')}.`,
  );
}

function throwingPlace({ message }: TargetError): string {
  const frame = firstFrame(message);
  return frame === undefined ? '' : `\n  at ${placeText(frame)}`;
}

/** `:line:column` of a syntax error in the file itself; nothing where it is in one that it imports. */
async function syntaxErrorPlace(file: string): Promise<string> {
  try {
    parseScript(await readFile(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof ScriptSyntaxError)) throw error;
    const { line, column } = toSourcePosition(error.position);
    return `:${String(line)}:${String(column)}`;
  }
  return '';
}
