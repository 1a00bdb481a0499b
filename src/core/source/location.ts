/**
 * Positions in text, and the one place where their bases are converted.
 *
 * Columns count UTF-16 code units, as V8, editors and source maps do.
 */

import type { Location } from '../report/report';

/** A position as V8 gives it: line and column 0-based, in the text that runs. */
export interface GeneratedPosition {
  readonly line0: number;
  readonly column0: number;
}

/** A position as people read it: line and column 1-based. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

export function toSourcePosition({ line0, column0 }: GeneratedPosition): SourcePosition {
  return { line: line0 + 1, column: column0 + 1 };
}

export function toGeneratedPosition({ line, column }: SourcePosition): GeneratedPosition {
  return { line0: line - 1, column0: column - 1 };
}

/** A location in a file that runs as it was written (no source map). */
export function locationAt(file: string, position: GeneratedPosition): Location {
  return { file, ...toSourcePosition(position) };
}

/** Negative where `a` stands before `b`, positive where it stands after it, 0 where they are equal. */
export function comparePositions(a: GeneratedPosition, b: GeneratedPosition): number {
  return a.line0 - b.line0 || a.column0 - b.column0;
}
