import type { Location } from './report';
import { terminalPaint, type TerminalPaint } from './terminalPaint';

export interface FormatOptions {
  /** Absolute path of the folder that paths are shown relative to; absent: all are absolute. */
  readonly cwd?: string;
  /** Whether to paint with SGR codes; absent: no. */
  readonly color?: boolean;
  /** Columns to wrap sentences to; rows with paths may be longer, so that they stay linkable. Absent: 100. */
  readonly width?: number;
  /** Reads a source line to show beside its location; absent: locations stand alone. */
  readonly sourceLine?: (location: Location) => string | undefined;
}

/** What every part of the report's text needs to know about where it will be read. */
export interface TextLayout {
  /** Absolute path of the folder that paths are shown relative to. */
  readonly cwd: string | undefined;
  /** Columns. */
  readonly width: number;
  readonly paint: TerminalPaint;
  /** The text of a source line, where it can be read. */
  sourceLine(location: Location): string | undefined;
}

export function textLayout({ cwd, color, width, sourceLine }: FormatOptions): TextLayout {
  return {
    cwd,
    width: Math.max(40, width ?? 100),
    paint: terminalPaint(color ?? false),
    sourceLine: sourceLine ?? (() => undefined),
  };
}
