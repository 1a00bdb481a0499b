import { pathToFileURL } from 'node:url';
import { UserError } from '../errors';
import { callOn, TargetError, type RemoteObject } from './remoteObject';
import type { Target } from './target';

/**
 * Loads the program's file in a launched process, as `import()` would.
 *
 * @returns its module namespace
 * @throws UserError `syntax-error`, `import-failed`
 */
export async function loadProgram(target: Target, file: string): Promise<RemoteObject> {
  try {
    const namespace = await callOn(
      target.client,
      target.harness,
      'function (url) { return this.load(url) }',
      [{ value: pathToFileURL(file).href }],
    );
    return { objectId: namespace.objectId! };
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    const text = error.message;
    const isSyntax = /^SyntaxError\b/.test(text);
    throw new UserError(
      isSyntax ? 'syntax-error' : 'import-failed',
      isSyntax
        ? `${file} cannot be loaded, it has a syntax error: ${text}\nCorrect it and run again; a TypeScript file may need a loader (--node-arg=--import=tsx).`
        : `${file} cannot be loaded, it throws on import: ${text}\nSee whether it loads with plain node; give it what it needs with --cwd, --env or --node-arg.`,
      { cause: error, stderr: target.recentErrors() },
    );
  }
}
