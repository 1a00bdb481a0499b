import { pathToFileURL } from 'node:url';
import { UserError } from '../errors';
import { attachTarget, type Attachment } from './attachTarget';
import { checkLoopback } from './loopback';
import type { LoadedProgram } from './loadedProgram';
import { callOn, evaluate, type RemoteObject } from './remoteObject';
import { Scripts } from './scripts';
import { SourceMaps } from './sourceMaps';
import type { Target } from './target';

export interface ProgramAttachment extends Attachment {
  /** The source file with the function; the process must have loaded it, or what it was compiled to. */
  readonly program: string;
  /** Whether what the file exports is needed. For an ES module Node prints a warning when it is asked for. */
  readonly usesExports: boolean;
  /** Whether an inspector of another machine is spoken to. */
  readonly allowsRemote?: boolean;
}

/**
 * Joins a running process that has loaded a file already.
 *
 * @throws UserError `not-loaded`, `not-loopback` and those of {@link attachTarget}
 */
export async function attachProgram(
  attachment: ProgramAttachment,
  signal: AbortSignal,
): Promise<LoadedProgram> {
  const { address, program, usesExports, allowsRemote = false } = attachment;
  if (!allowsRemote) checkLoopback(address);
  const target = await attachTarget(attachment, signal);
  try {
    const file = await loadedFile(target, program);
    return {
      target,
      namespace: await moduleOf(target, file, usesExports),
      file,
      warnings: [],
      [Symbol.asyncDispose]: () => target[Symbol.asyncDispose](),
    };
  } catch (error) {
    await target[Symbol.asyncDispose]();
    throw error;
  }
}

/** The file that runs: the program itself, or what it was compiled to. */
async function loadedFile({ client, description }: Target, program: string): Promise<string> {
  const scripts = new Scripts(client, new SourceMaps());
  await scripts.refresh();
  const [loaded] = await scripts.ofFile(program);
  if (loaded !== undefined) return loaded.file;
  const main = await evaluate(client, 'process.argv[1]');
  throw new UserError(
    'not-loaded',
    `Process ${String(description.pid)} (${String(main.value)}) has not loaded ${program}. Check the path and the process; if the file is loaded later, let the program do what needs it first.`,
  );
}

/** What the file exports; an empty object where that cannot be reached, or is an ES module's and not needed. */
async function moduleOf(
  { client, harness }: Target,
  file: string,
  importsModules: boolean,
): Promise<RemoteObject> {
  // In an object of its own: what is exported may be a promise, which would be waited for.
  const holder = await callOn(
    client,
    harness,
    `async function (file, url, imports) {
      const found = this.required(file) ?? (imports ? await this.imported(url) : undefined);
      return { found: typeof found === 'object' || typeof found === 'function' ? found : {} };
    }`,
    [{ value: file }, { value: pathToFileURL(file).href }, { value: importsModules }],
  );
  const { result } = await client.send('Runtime.getProperties', {
    objectId: holder.objectId!,
    ownProperties: true,
  });
  return { objectId: result.find(({ name }) => name === 'found')!.value!.objectId! };
}
