import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a package.json has that tells of test runners. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  /** The configurations of runners that have theirs in it. */
  readonly jest?: unknown;
  readonly mocha?: unknown;
}

/** Of a folder; empty where there is none that can be read. */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return {}; // npm and the runner will complain of it
  }
}
