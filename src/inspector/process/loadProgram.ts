import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { toSourcePosition } from '../../core/source/location';
import { parseScript, ScriptSyntaxError } from '../../core/source/script';
import { UserError } from '../../errors';
import { runOn, TargetError, type RemoteObject } from '../protocol/remoteObject';
import { firstFrame, placeText } from '../watch/stackText';
import type { Target } from './target';
import { option, said } from '../../core/report/sentence';

/**
 * Loads the program's file in a launched process, as `import()` would.
 *
 * @returns its module namespace
 * @throws UserError `syntax-error`, `import-failed`
 */
export async function loadProgram(target: Target, file: string): Promise<RemoteObject> {
  try {
    const namespace = await runOn(
      target.client,
      target.harness,
      'function (url) { return this.load(url) }',
      [{ value: pathToFileURL(file).href }],
    );
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
