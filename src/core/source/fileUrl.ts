/**
 * File URLs to paths and back, by their text alone: the target may run on another system than we do.
 *
 * `file:///C:/a` is a Windows path, `file://host/share` a UNC path, everything else a POSIX path.
 */

/** The path of a `file:` URL; any other text as it is. */
export function fileUrlToPath(url: string): string {
  const match = /^file:\/\/([^/]*)(\/[^?#]*)/i.exec(url);
  if (match === null) return url;
  const [, host = '', pathname = ''] = match;
  const path = decode(pathname);
  if (/^\/[A-Za-z]:/.test(path)) return path.slice(1).replaceAll('/', '\\');
  if (host !== '' && host !== 'localhost') return `\\\\${host}${path.replaceAll('/', '\\')}`;
  return path;
}

/** Whether it says where something is: evaluated code may have any name, such as `evalmachine.<anonymous>`. */
export function isPathOrUrl(text: string): boolean {
  return /^(\/|\\\\|[A-Za-z]:[\\/]|[a-z][a-z0-9+.-]+:)/.test(text);
}

/** The `file:` URL of an absolute path; a URL as it is. */
export function pathToFileUrl(path: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(path)) return path;
  if (/^[A-Za-z]:[\\/]/.test(path)) return `file:///${encode(path.replaceAll('\\', '/'))}`;
  if (path.startsWith('\\\\')) return `file:${encode(path.replaceAll('\\', '/'))}`;
  return `file://${encode(path)}`;
}

/** Whether two paths or file URLs name the same file; Windows drives have no case. */
export function isSameFile(a: string, b: string): boolean {
  return comparable(a) === comparable(b);
}

function comparable(file: string): string {
  const path = fileUrlToPath(file);
  return /^[A-Za-z]:/.test(path) ? path.toLowerCase().replaceAll('/', '\\') : path;
}

function encode(path: string): string {
  return encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
}

/** A source map's author may have left a `%` as it was: then nothing was encoded. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
