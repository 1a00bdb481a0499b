import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** One of the scripts of `holds/`, which stand beside the bundles. */
export function holdScript(name: string): { readonly path: string; readonly url: string } {
  const path = join(__dirname, name);
  return { path, url: pathToFileURL(path).href };
}
