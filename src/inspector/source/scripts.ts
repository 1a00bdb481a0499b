import { access } from 'node:fs/promises';
import type { Protocol } from 'devtools-protocol';
import { fileUrlToPath, isPathOrUrl, isSameFile } from '../../core/source/fileUrl';
import { functionSites, type FunctionSite } from '../../core/source/functionSites';
import { locationAt, type GeneratedPosition } from '../../core/source/location';
import type { Location } from '../../core/report/report';
import { parseScript, type Script } from '../../core/source/script';
import type { SourceMapping } from '../../core/source/sourceMapping';
import { enableDebugger } from '../protocol/enableDebugger';
import { isProtocolError, type InspectorClient } from '../protocol/inspectorClient';
import { ownScripts } from '../../core/source/ownScripts';
import type { SourceMaps } from './sourceMaps';

type ScriptInfo = Protocol.Debugger.ScriptParsedEvent;

/** A script as V8 runs it, with its syntax tree and its source map. */
export interface LoadedScript {
  readonly scriptId: string;
  /** Absolute path, or a URL such as `node:events`. */
  readonly file: string;
  readonly script: Script;
  readonly sites: readonly FunctionSite[];
  readonly mapping?: SourceMapping;
}

/**
 * The scripts of the target: their texts, trees and maps, each loaded once, when asked for.
 *
 * The debugger domain, which lists scripts and has their texts, is on only for the moment of asking.
 */
export class Scripts {
  readonly #infos = new Map<string, ScriptInfo>();
  readonly #loaded = new Map<string, LoadedScript | undefined>();
  /** Whether a source of a package is there. */
  readonly #published = new Map<string, Promise<boolean>>();

  #turn: Promise<void> = Promise.resolve();
  #isFollowed = false;

  constructor(
    private readonly client: InspectorClient,
    private readonly maps: SourceMaps,
  ) {}

  /** Learns of scripts that were loaded since. */
  async refresh(): Promise<void> {
    await this.#withDebugger(() => Promise.resolve());
  }

  /**
   * Learns of each script as it is loaded, and tells its URL, those that are loaded already included. The
   * debugger domain stays on, and stops nowhere, until what is returned is called.
   */
  async follow(onScript: (url: string) => void): Promise<() => Promise<void>> {
    const stop = this.client.on('Debugger.scriptParsed', (info) => {
      this.#infos.set(info.scriptId, info);
      onScript(info.url);
    });
    this.#isFollowed = true;
    await this.client.send('Debugger.enable', {});
    await this.client.send('Debugger.setSkipAllPauses', { skip: true });
    return async () => {
      stop();
      this.#isFollowed = false;
      await this.client.send('Debugger.disable');
    };
  }

  /** Scripts that run a file, or were compiled from it; the newest first. */
  async ofFile(file: string): Promise<LoadedScript[]> {
    const infos = [...this.#infos.values()].reverse();
    const own = infos.filter(({ url }) => isSameFile(fileUrlToPath(url), file));
    const found = await this.load(own.map(({ scriptId }) => scriptId));
    if (found.length > 0) return found;
    const mapped = infos.filter(
      ({ url, sourceMapURL = '' }) => sourceMapURL !== '' && !isLibrary(url),
    );
    const candidates = await this.load(mapped.map(({ scriptId }) => scriptId));
    return candidates.filter(({ mapping }) => mapping?.has(file));
  }

  /** The scripts of these ids that could be loaded, in the same order. */
  async load(scriptIds: readonly string[]): Promise<LoadedScript[]> {
    const isMissing = (id: string): boolean => !this.#loaded.has(id) && this.#infos.has(id);
    if (scriptIds.some(isMissing)) {
      await this.#withDebugger(async () => {
        for (const id of scriptIds.filter(isMissing)) this.#loaded.set(id, await this.#read(id));
      });
    }
    return scriptIds.flatMap((id) => this.#loaded.get(id) ?? []);
  }

  /** Those of the program's own files. */
  async own(): Promise<LoadedScript[]> {
    const infos = [...this.#infos.values()].filter(
      ({ url }) => isPathOrUrl(url) && !isLibrary(url) && !url.startsWith(ownScripts),
    );
    return this.load(infos.map(({ scriptId }) => scriptId));
  }

  async get(scriptId: string): Promise<LoadedScript | undefined> {
    return (await this.load([scriptId]))[0];
  }

  /** Whether a script is part of Node itself. */
  async isNodesOwn(scriptId: string): Promise<boolean> {
    if (!this.#infos.has(scriptId)) await this.refresh();
    return this.#infos.get(scriptId)?.url.startsWith('node:') === true;
  }

  /** Where a position in a running script comes from, in source terms. */
  async locate(scriptId: string, position: GeneratedPosition): Promise<Location | undefined> {
    const info = this.#infos.get(scriptId);
    if (info === undefined || !isPathOrUrl(info.url) || info.url.startsWith(ownScripts)) {
      return undefined;
    }
    return this.#locate(info, position);
  }

  /** As {@link locate}, for a script known by its URL (or path) from a stack. */
  async locateByUrl(url: string, position: GeneratedPosition): Promise<Location> {
    const file = fileUrlToPath(url);
    const info = [...this.#infos.values()].findLast((each) =>
      isSameFile(fileUrlToPath(each.url), file),
    );
    return info === undefined ? locationAt(file, position) : this.#locate(info, position);
  }

  async #locate(info: ScriptInfo, position: GeneratedPosition): Promise<Location> {
    const file = fileUrlToPath(info.url);
    const mapping = await this.#mapping(info);
    const source = mapping?.locationOf(file, position);
    return source !== undefined && (!isLibrary(info.url) || (await this.#isPublished(source.file)))
      ? source
      : locationAt(file, position);
  }

  /** Packages come with maps to sources that were left at home: then there is only what runs to be shown. */
  #isPublished(file: string): Promise<boolean> {
    const known = this.#published.get(file);
    if (known !== undefined) return known;
    const asking = access(file).then(
      () => true,
      () => false,
    );
    this.#published.set(file, asking);
    return asking;
  }

  #mapping(info: ScriptInfo): Promise<SourceMapping | undefined> {
    return this.maps.load(info);
  }

  async #read(scriptId: string): Promise<LoadedScript | undefined> {
    const info = this.#infos.get(scriptId)!;
    const scriptSource = await this.#text(scriptId);
    if (scriptSource === undefined) return undefined;
    const mapping = await this.#mapping(info);
    try {
      const script = parseScript(scriptSource);
      return {
        scriptId,
        file: fileUrlToPath(info.url),
        script,
        sites: functionSites(script),
        ...(mapping === undefined ? {} : { mapping }),
      };
    } catch {
      return undefined; // a syntax that V8 knows and the parser does not: nothing is found in it
    }
  }

  /** Undefined for a script collected since it was listed: Node compiles a file once more to learn its kind. */
  async #text(scriptId: string): Promise<string | undefined> {
    try {
      return (await this.client.send('Debugger.getScriptSource', { scriptId })).scriptSource;
    } catch (error) {
      if (isProtocolError(error)) return undefined;
      throw error;
    }
  }

  /** One at a time: the first to finish would switch the domain off under the others. */
  #withDebugger(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(() => this.#useDebugger(work));
    this.#turn = turn.catch(() => undefined); // whoever waits for this turn is told; the next goes on
    return turn;
  }

  async #useDebugger(work: () => Promise<void>): Promise<void> {
    if (this.#isFollowed) return work();
    const stop = this.client.on('Debugger.scriptParsed', (info) => {
      this.#infos.set(info.scriptId, info);
    });
    try {
      await enableDebugger(this.client);
      await work();
      await this.client.send('Debugger.disable');
    } finally {
      stop();
    }
  }
}

function isLibrary(url: string): boolean {
  return url.startsWith('node:') || url.includes('/node_modules/');
}
