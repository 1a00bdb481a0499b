import { readFile } from 'node:fs/promises';
import { isSameFile } from '../../core/source/fileUrl';
import { sourceSites, type MappedSource, type SourceSite } from '../../core/source/sourceSites';
import type { LoadedScript, Scripts } from './scripts';

/** A file's functions as written, and the script that runs them; nothing where it was not loaded. */
export interface FileSource {
  readonly file: string;
  readonly loaded: LoadedScript | undefined;
  /** Where the script was compiled from the file. */
  readonly mapped: MappedSource | undefined;
  readonly sites: readonly SourceSite[];
}

export async function fileSource(scripts: Scripts, file: string): Promise<FileSource> {
  const [loaded] = await scripts.ofFile(file);
  if (loaded === undefined) return { file, loaded, mapped: undefined, sites: [] };
  const mappedFile = loaded.mapping?.files.find((each) => isSameFile(each, file));
  const mapped =
    loaded.mapping === undefined || mappedFile === undefined
      ? undefined
      : { mapping: loaded.mapping, file: mappedFile, text: await readFile(file, 'utf8') };
  return { file, loaded, mapped, sites: sourceSites(loaded.script, loaded.sites, mapped) };
}
