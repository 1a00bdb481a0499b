import { readFile } from 'node:fs/promises';
import { decodeDataUrl } from '../../core/source/dataUrl';
import { fileUrlToPath, pathToFileUrl } from '../../core/source/fileUrl';
import { SourceMapping } from '../../core/source/sourceMapping';
import { said, type Sentence } from '../../core/report/sentence';

/** What `Debugger.scriptParsed` tells of a script. */
export interface MappableScript {
  /** `file:` URL or absolute path. */
  readonly url: string;
  /** As written in the script: a `data:` URL, or a URL relative to the script; absent or empty for none. */
  readonly sourceMapURL?: string | undefined;
}

/** The source maps of a target's scripts; each is read once. */
export class SourceMaps {
  readonly #loading = new Map<string, Promise<SourceMapping | undefined>>();
  readonly #warnings: Sentence[] = [];

  /** What a user must know of maps that could not be read, for `LeakReport.warnings`. */
  get warnings(): readonly Sentence[] {
    return this.#warnings;
  }

  /** The map of a script; undefined where it has none, or none that can be read (then `warnings` tells). */
  load(script: MappableScript): Promise<SourceMapping | undefined> {
    const { url, sourceMapURL } = script;
    if (sourceMapURL === undefined || sourceMapURL === '') return Promise.resolve(undefined);
    const key = `${url}\n${sourceMapURL}`;
    const known = this.#loading.get(key);
    if (known !== undefined) return known;
    const loading = this.#read(pathToFileUrl(url), sourceMapURL);
    this.#loading.set(key, loading);
    return loading;
  }

  async #read(scriptUrl: string, sourceMapURL: string): Promise<SourceMapping | undefined> {
    const isInline = /^data:/i.test(sourceMapURL);
    const mapUrl = isInline ? scriptUrl : resolve(sourceMapURL, scriptUrl);
    const script = fileUrlToPath(scriptUrl);
    const shown = isInline
      ? said`inline of ${script}`
      : said`${fileUrlToPath(mapUrl)} of ${script}`;
    try {
      const json = isInline ? decodeDataUrl(sourceMapURL) : await readMap(mapUrl);
      if (json !== undefined) return SourceMapping.parse(json, mapUrl);
      this.#warn(said`missing: ${shown}`);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#warn(said`unreadable: ${shown} (${error.message})`);
    }
    return undefined;
  }

  #warn(what: Sentence): void {
    this.#warnings.push(
      said`source map ${what}; lines are shown as they run. Build with source maps to see your source.`,
    );
  }
}

function resolve(url: string, base: string): string {
  return URL.canParse(url, base) ? new URL(url, base).href : url;
}

/** The text of a map on disk; undefined where there is none, or where it is not on disk. */
async function readMap(mapUrl: string): Promise<string | undefined> {
  if (!mapUrl.startsWith('file:')) return undefined;
  try {
    return await readFile(fileUrlToPath(mapUrl), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
