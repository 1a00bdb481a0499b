import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { siteAtFunctionLocation } from '../../core/source/functionLocation';
import {
  toGeneratedPosition,
  toSourcePosition,
  type GeneratedPosition,
} from '../../core/source/location';
import type { Location, StackFrame } from '../../core/report/report';
import { sourceSiteOf, sourceSites, type SourceSite } from '../../core/source/sourceSites';
import type { WatchedFrame, WatchedStore } from '../watch/growthWatch';
import { isPathOrUrl } from '../../core/source/fileUrl';
import { ownScripts } from '../../core/source/ownScripts';
import { writtenName } from '../../core/source/writtenName';
import type { LoadedScript, Scripts } from '../source/scripts';

/** Turns positions in running scripts into what the user wrote. */
export class SourceTerms {
  constructor(private readonly scripts: Scripts) {}

  /** Where a function or class was declared, from the position that V8 knows it by. */
  async declarationOf(
    scriptId: string,
    position: GeneratedPosition,
  ): Promise<Location | undefined> {
    const location = await this.scripts.locate(scriptId, position);
    if (location === undefined || isNodes(location)) return location;
    const loaded = await this.scripts.get(scriptId);
    if (loaded === undefined) return location;
    const site = await this.#siteAt(loaded, position, location.file);
    return site === undefined ? location : { ...location, ...toSourcePosition(site.head) };
  }

  /** Where a function was declared, and what the source calls it. */
  async functionFrame(
    frame: { readonly functionName: string; readonly scriptId: string } & GeneratedPosition,
  ): Promise<StackFrame | undefined> {
    const location = await this.declarationOf(frame.scriptId, frame);
    if (location === undefined) return undefined;
    const name = runsFields(frame.functionName)
      ? await this.#className(frame.scriptId, frame)
      : writtenName(frame.functionName) || '(anonymous)';
    return { function: name, location };
  }

  /** A recorded stack without our own frames, and without those of evaluated code, which stands nowhere. */
  async stack(frames: readonly WatchedFrame[]): Promise<StackFrame[]> {
    const theirs = frames.filter(
      ({ url, line }) => line > 0 && isPathOrUrl(url) && !url.startsWith(ownScripts),
    );
    return Promise.all(
      theirs.map(async ({ functionName, url, line, column }) => ({
        function: writtenName(functionName) || '(anonymous)',
        location: await this.scripts.locateByUrl(url, toGeneratedPosition({ line, column })),
      })),
    );
  }

  /**
   * The stack of a store, innermost first. Where nothing on it is the user's own, the stack that set its
   * turn going comes behind it, the nearest that has something of the user's own.
   */
  async stackOfStore({ frames, origins }: WatchedStore): Promise<StackFrame[]> {
    const stack = await this.stack(frames);
    if (isOwnStack(stack)) return stack;
    for (const origin of origins) {
      const before = await this.stack(origin);
      if (isOwnStack(before)) return [...stack, ...before];
    }
    return stack;
  }

  /** `class Session`, of the class that begins at a position: its first member tells. */
  async #className(scriptId: string, position: GeneratedPosition): Promise<string> {
    const loaded = await this.scripts.get(scriptId);
    const offset = loaded?.script.lines.offsetAt(position) ?? 0;
    const member = loaded?.sites.find(
      ({ start, className, kind }) =>
        start >= offset && (className !== undefined || kind === 'constructor'),
    );
    return `class ${member?.className ?? member?.name ?? ''}`.trim();
  }

  async #siteAt(
    loaded: LoadedScript,
    position: GeneratedPosition,
    file: string,
  ): Promise<SourceSite | undefined> {
    const generated = siteAtFunctionLocation(loaded.script, loaded.sites, position);
    if (generated === undefined) return undefined;
    const { mapping } = loaded;
    // A file that is transformed as it is loaded (by a test runner, by ts-node) is mapped to itself.
    if (mapping?.has(file) !== true)
      return file === loaded.file
        ? sourceSiteOf(sourceSites(loaded.script, loaded.sites, undefined), generated)
        : undefined;
    const text = mapping.sourceText(file) ?? (await readFile(file, 'utf8').catch(() => undefined));
    const mapped = { mapping, file, ...(text === undefined ? {} : { text }) };
    return sourceSiteOf(sourceSites(loaded.script, loaded.sites, mapped), generated);
  }
}

/** Whether it is what V8 makes of the fields of a class, which nobody has written as a function. */
export function runsFields(functionName: string): boolean {
  return /^<(?:instance_members|static)_initializer>$/.test(functionName);
}

/** Code of Node itself. */
export function isNodes({ file }: Location): boolean {
  return file.startsWith('node:');
}

/**
 * The frame that a user would change: not Node's, in a file where one is (code may be made at run
 * time), and their own before a package's.
 */
export function userFrame(stack: readonly StackFrame[]): StackFrame | undefined {
  const program = stack.filter(({ location }) => !isNodes(location));
  const inFiles = program.filter(({ location }) => isAbsolute(location.file));
  return inFiles.find(({ location }) => !isPackages(location)) ?? inFiles[0] ?? program[0];
}

/** Whether anything on a stack is of the user's own, in a file. */
export function isOwnStack(stack: readonly StackFrame[]): boolean {
  const frame = userFrame(stack);
  return frame !== undefined && isOwn(frame.location);
}

/** Neither Node's nor a package's, and in a file. */
function isOwn(location: Location): boolean {
  return isAbsolute(location.file) && !isPackages(location);
}

/** Code of an installed package: what runs, or the source that a bundle of one's own has it from. */
export function isPackages({ file, generated }: Location): boolean {
  return [file, generated?.file ?? ''].some((each) => /[\\/]node_modules[\\/]/.test(each));
}
