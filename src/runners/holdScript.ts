import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** One of the scripts of `holds/`, which stand beside the bundles. */
export function holdScript(name: string): { readonly path: string; readonly url: string } {
  const path = join(__dirname, name);
  return { path, url: pathToFileURL(path).href };
}

/** Whether a script of the target is one of them: V8's profiler names scripts by their files, whatever they call themselves. */
export function isHoldScript(url: string): boolean {
  const at = url.lastIndexOf('/hold');
  if (at < 0) return false;
  const { path, url: fileUrl } = holdScript(url.slice(at + 1).replace(/\?.*/, ''));
  return url === path || url.startsWith(fileUrl);
}
