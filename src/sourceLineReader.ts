import { readFileSync, statSync } from 'node:fs';
import type { Location } from './core/report/report';

/** Larger files are bundles: their lines say nothing, and reading them would cost more than it tells. */
const maxBytes = 4 * 1024 * 1024;

/** A reader of single source lines for the text of a report; undefined where a line cannot be had. */
export function sourceLineReader(): (location: Location) => string | undefined {
  const files = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    const lines = files.get(file) ?? readLines(file);
    files.set(file, lines);
    return lines[line - 1];
  };
}

function readLines(file: string): readonly string[] {
  try {
    return statSync(file).size > maxBytes ? [] : readFileSync(file, 'utf8').split('\n');
  } catch {
    return []; // a node: URL, a source that only its map knows, a file that is gone: no line then
  }
}
