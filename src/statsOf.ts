import { statSync, type Stats } from 'node:fs';

/** What is at a path; undefined where nothing is, or nothing can be: its name is too long, its folder closed to us. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
