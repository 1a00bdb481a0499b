import type { Location } from './report';
import { terminalLine } from './terminalText';

/**
 * `src/sessions.js:20:8`, as terminals link it: relative to `cwd` where the file lies below it,
 * absolute otherwise; `node:` URLs as they are.
 */
export function formatLocation(location: Location, cwd?: string): string {
  return `${formatFile(location.file, cwd)}:${location.line}:${location.column}`;
}

/** The path of a file relative to `cwd` where it lies below it. */
export function formatFile(file: string, cwd?: string): string {
  return terminalLine(cwd === undefined ? file : relativeTo(file, cwd));
}

function relativeTo(file: string, cwd: string): string {
  const separator = cwd.includes('\\') ? '\\' : '/';
  const folder = /[\\/]$/.test(cwd) ? cwd : `${cwd}${separator}`;
  const isBelow = withLowerCaseDrive(file).startsWith(withLowerCaseDrive(folder));
  return isBelow && file.length > folder.length ? file.slice(folder.length) : file;
}

/** Windows drive letters come in both cases from one and the same machine. */
function withLowerCaseDrive(path: string): string {
  return path.replace(/^[A-Z](?=:[\\/])/, (drive) => drive.toLowerCase());
}

/** Whether a place is in somebody else's code: installed packages and Node itself. */
export function isForeignCode(location: Location): boolean {
  const { file, generated } = location;
  const isInstalled = (path: string): boolean => /[\\/]node_modules[\\/]/.test(path);
  return isInstalled(file) || isInstalled(generated?.file ?? '') || file.startsWith('node:');
}
