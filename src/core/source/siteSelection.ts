import { comparePositions, type GeneratedPosition } from './location';
import { commentBefore, type Script } from './script';
import type { TextLines } from './textLines';

/** Half open; 0-based, in the text that the functions are placed in. */
export interface PositionRange {
  readonly start: GeneratedPosition;
  readonly end: GeneratedPosition;
}

/** Where a function stands in a text: the text that runs, or the source that it was made from. */
export interface PlacedFunction {
  /** Empty for an anonymous function. */
  readonly name: string;
  readonly className?: string;
  readonly ownName?: string;
  readonly holderName?: string;
  /** Number of functions around it. */
  readonly depth: number;
  /** Where the statement, property or member that binds its name begins. */
  readonly head: GeneratedPosition;
  readonly range: PositionRange;
  /** Where a cursor means this function: its range, the name that it is bound to, its doc comment. */
  readonly claims: readonly PositionRange[];
}

/** A cursor; without a column only the line is known. */
export interface CursorPosition {
  readonly line0: number;
  readonly column0?: number;
}

/**
 * The function that a person means who points at a position.
 *
 * With a column: the innermost function whose range, bound name or doc comment contains it, else as without one.
 * Without: the named function that begins on the line (the outermost of several), then an anonymous one that goes
 * on behind the line, then the innermost one around the line, then an anonymous one on the line.
 */
export function siteAtPosition<Site extends PlacedFunction>(
  sites: readonly Site[],
  { line0, column0 }: CursorPosition,
): Site | undefined {
  const pointed = column0 === undefined ? undefined : siteAround(sites, { line0, column0 });
  return pointed ?? siteOnLine(sites, line0);
}

/**
 * The functions that a name selects: `name`, `Class.method`, `holder.name`, or the end of a dotted path.
 *
 * For a class's own name its constructor, only where no other function has that name.
 */
export function sitesByName<Site extends PlacedFunction>(
  sites: readonly Site[],
  name: string,
): readonly Site[] {
  const named = sites.filter((site) => namesOf(site).includes(name));
  const functions = named.filter((site) => site.className !== site.name);
  return functions.length > 0 ? functions : named;
}

/**
 * The range that a cursor may be in to mean the function: widened to the left over white space that
 * begins the line and the comment directly above, to the right over what ends the statement.
 */
export function claimedRange(script: Script, start: number, end: number): PositionRange {
  return {
    start: script.lines.positionAt(widenLeft(script, start)),
    end: endOfClaim(script.lines, end),
  };
}

export function containsPosition(range: PositionRange, position: GeneratedPosition): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) < 0;
}

function siteAround<Site extends PlacedFunction>(
  sites: readonly Site[],
  position: GeneratedPosition,
): Site | undefined {
  return innermost(sites, (range) => containsPosition(range, position));
}

function siteOnLine<Site extends PlacedFunction>(
  sites: readonly Site[],
  line0: number,
): Site | undefined {
  const starting = sites.filter(
    ({ head, range }) => head.line0 === line0 || range.start.line0 === line0,
  );
  const outermost = [...starting].sort((a, b) => a.depth - b.depth);
  return (
    outermost.find(({ name }) => name !== '') ??
    outermost.find(({ range }) => range.end.line0 > line0) ??
    innermost(sites, (claim) => goesBeyondLine(claim, line0)) ??
    outermost[0]
  );
}

/** Whether a range contains the line and more than that. */
function goesBeyondLine({ start, end }: PositionRange, line0: number): boolean {
  return start.line0 <= line0 && line0 <= end.line0 && start.line0 < end.line0;
}

/** The site with the smallest claim among those that fit. */
function innermost<Site extends PlacedFunction>(
  sites: readonly Site[],
  fits: (claim: PositionRange) => boolean,
): Site | undefined {
  return sites
    .flatMap((site) => site.claims.filter(fits).map((claim) => ({ site, claim })))
    .reduce<{ site: Site; claim: PositionRange } | undefined>(
      (best, each) => (best === undefined || isSmaller(each.claim, best.claim) ? each : best),
      undefined,
    )?.site;
}

/** Of two claims that contain the same position: the one that begins later, or ends sooner. */
function isSmaller(a: PositionRange, b: PositionRange): boolean {
  const starts = comparePositions(a.start, b.start);
  return starts === 0 ? comparePositions(a.end, b.end) <= 0 : starts > 0;
}

function namesOf(site: PlacedFunction): readonly string[] {
  const own = [site.name, ...(site.ownName === undefined ? [] : [site.ownName])].filter(
    (name) => name !== '',
  );
  const holders = [site.className, site.holderName].filter((holder) => holder !== undefined);
  return [...own, ...holders.flatMap((holder) => own.map((name) => `${holder}.${name}`))];
}

function widenLeft(script: Script, start: number): number {
  const lineStart = startOfIndent(script.text, start);
  const above = commentBefore(script, lineStart);
  if (above === undefined) return lineStart;
  const between = script.text.slice(above.end, lineStart);
  const commentStart = startOfIndent(script.text, above.start);
  const isDirectlyAbove = /^[ \t]*(\r\n|[\n\r])?$/.test(between);
  const beginsItsLine = commentStart === 0 || /[\n\r]/.test(script.text.charAt(commentStart - 1));
  return isDirectlyAbove && beginsItsLine && lineStart !== 0
    ? widenLeft(script, commentStart)
    : lineStart;
}

/** The start of the line where only white space stands before; else the offset itself. */
function startOfIndent(text: string, offset: number): number {
  let start = offset;
  while (/[ \t]/.test(text.charAt(start - 1))) start--;
  return start === 0 || /[\n\r]/.test(text.charAt(start - 1)) ? start : offset;
}

/** Over `;`, `,` and blanks, and to the cursor's place at the very end of the line. */
export function endOfClaim(lines: TextLines, end: number): GeneratedPosition {
  const { text } = lines;
  let widened = end;
  while (/[;, \t]/.test(text.charAt(widened)) && widened < text.length) widened++;
  const isLineEnd = widened === text.length || /[\r\n]/.test(text.charAt(widened));
  const { line0, column0 } = lines.positionAt(widened);
  return { line0, column0: isLineEnd ? column0 + 1 : column0 };
}
