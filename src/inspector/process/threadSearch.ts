import { pathToFileURL } from 'node:url';
import { said } from '../../core/report/sentence';
import { UserError } from '../../errors';
import { Finder } from '../call/finder';
import { joinedHarness } from './joinedHarness';
import { runOn, release, type RemoteObject } from '../protocol/remoteObject';
import {
  resolveFunction,
  type FunctionSelector,
  type LiveFunction,
  type SearchedTarget,
} from '../call/resolveFunction';
import { Scripts } from '../source/scripts';
import { SourceMaps } from '../source/sourceMaps';
import type { Thread } from './thread';

/** The function that is to be looped, wherever it lives. */
export interface SoughtFunction {
  /** The source file, as the user knows it. */
  readonly file: string;
  readonly at: FunctionSelector;
  /** Whether what the file exports is needed. For an ES module Node prints a warning when it is asked for. */
  readonly usesExports: boolean;
}

/** What a thread has of it. `file` is the one that runs: the source itself, or what it was compiled to. */
export type Sight =
  | { readonly kind: 'not loaded' }
  | {
      readonly kind: 'loaded';
      readonly file: string;
      readonly error: UserError;
      /** Whether the error stays, however long one waits: what the file has is known. */
      readonly isFinal: boolean;
    }
  | { readonly kind: 'alive'; readonly file: string; readonly name: string };

/** Looks for a function in one thread. Whatever it holds there ends with the thread's connection. */
export class ThreadSearch {
  readonly scripts: Scripts;
  #target: SearchedTarget | undefined;

  constructor(
    readonly thread: Thread,
    private readonly sought: SoughtFunction,
  ) {
    this.scripts = new Scripts(thread.client, new SourceMaps());
  }

  /** The file that runs, where the thread has loaded it. */
  async loadedFile(): Promise<string | undefined> {
    await this.scripts.refresh();
    return (await this.scripts.ofFile(this.sought.file))[0]?.file;
  }

  async look(): Promise<Sight> {
    const file = await this.loadedFile();
    if (file === undefined) return { kind: 'not loaded' };
    const { at, usesExports } = this.sought;
    const target = await this.#open();
    let namespace: RemoteObject | undefined;
    try {
      namespace = await moduleOf(target, file, usesExports);
      const options = { target, scripts: this.scripts, file: this.sought.file, namespace };
      const live = await resolveFunction(options, at);
      await this.#release(live);
      return { kind: 'alive', file, name: live.description.name };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // What a file exports it does at its end.
      const isFinal =
        error.code === 'no-function' &&
        (at.kind !== 'export' ||
          namespace === undefined ||
          !(await target.finder.exportsNothing(namespace)));
      return { kind: 'loaded', file, error, isFinal };
    } finally {
      if (namespace !== undefined) await release(target.client, namespace);
    }
  }

  async #open(): Promise<SearchedTarget> {
    const { client, description } = this.thread;
    return (this.#target ??= {
      client,
      description,
      finder: await Finder.create(client),
      harness: await joinedHarness(client),
    });
  }

  async #release({ fn, classFn }: LiveFunction): Promise<void> {
    const { client } = this.thread;
    await release(client, fn);
    if (classFn !== undefined) await release(client, classFn);
  }
}

/** What is loaded is imported in a turn or two, and where hooks of a loader are asked, in some milliseconds. */
const importMillis = 3_000;

/**
 * What the file exports; an empty object where that cannot be reached, or is an ES module's and not needed.
 *
 * @throws UserError `not-loaded` where the module has not come to its end
 */
export async function moduleOf(
  { client, harness }: Pick<SearchedTarget, 'client' | 'harness'>,
  file: string,
  importsModules: boolean,
): Promise<RemoteObject> {
  // In an object of its own: what is exported may be a promise, which would be waited for.
  const holder = await runOn(
    client,
    harness,
    `async function (file, url, imports, millis) {
      let found = this.required(file);
      if (found === undefined && imports) {
        const importing = this.imported(url);
        if (!(await this.isOver(importing, millis))) return {};
        found = await importing;
      }
      return { found: typeof found === 'object' || typeof found === 'function' ? found : {} };
    }`,
    [
      { value: file },
      { value: pathToFileURL(file).href },
      { value: importsModules },
      { value: importMillis },
    ],
  );
  const { result } = await client.send('Runtime.getProperties', {
    objectId: holder.objectId!,
    ownProperties: true,
  });
  const found = result.find(({ name }) => name === 'found');
  if (found === undefined) throw notAtItsEnd(file);
  return { objectId: found.value!.objectId! };
}

function notAtItsEnd(file: string): UserError {
  return new UserError(
    'not-loaded',
    said`${file} waits at its top level (await) for something that does not come, and what it exports is not known before that. Name the function itself, without exports in its arguments; or move what is waited for into a function.`,
  );
}
