import type { Location } from './report';
import type { TerminalPaint } from './terminalPaint';

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
