import { comparePositions, toGeneratedPosition, type GeneratedPosition } from './location';
import type { Script } from './script';
import type { PositionRange } from './siteSelection';
import type { MappedSource, SourceSite } from './sourceSites';
import { testCalls, type TestCall } from './testCalls';

/** A test of a script, in the terms of the source that it was written in. */
export interface PlacedTest {
  readonly call: TestCall;
  readonly source: SourceSite;
  readonly range: PositionRange;
  /** Where the rows of a table begin that are written in the call; undefined for what the source does not show. */
  readonly rowStarts: readonly (GeneratedPosition | undefined)[];
  /** Of a table, the row in which the position is. */
  readonly row?: PlacedRow;
}

export interface PlacedRow {
  /** From 0. */
  readonly index: number;
  readonly start: GeneratedPosition;
}

/**
 * The innermost test around a position of the source; undefined where there is none.
 *
 * @param mapped undefined for a script that runs as it was written
 * @param at 1-based; without a column the whole line counts
 */
export function testAtPosition(
  script: Script,
  sites: readonly SourceSite[],
  mapped: MappedSource | undefined,
  at: { readonly line: number; readonly column?: number },
): PlacedTest | undefined {
  const place = (offset: number): GeneratedPosition | undefined =>
    mapped === undefined
      ? script.lines.positionAt(offset)
      : mapped.mapping.sourceAt(script.lines.positionAt(offset));
  const placed = testCalls(script).flatMap((call) => {
    const source = sites.find(({ site }) => site === call.site);
    if (source === undefined) return [];
    return [{ call, source, range: rangeInSource(call, source, place) }];
  });
  const position = toGeneratedPosition({ column: 1, ...at });
  const hasColumn = at.column !== undefined;
  const found = innermostAt(placed, position, hasColumn);
  if (found === undefined) return undefined;
  const rowStarts = found.call.rows.map(place);
  const row = rowAt(rowStarts, position, hasColumn);
  return { ...found, rowStarts, ...(row === undefined ? {} : { row }) };
}

/** Of the whole call: its title stands before the function, which may stand somewhere else. */
function rangeInSource(
  { start, end, site }: TestCall,
  { range }: SourceSite,
  place: (offset: number) => GeneratedPosition | undefined,
): PositionRange {
  const from = place(start) ?? range.start;
  if (start <= site.start && site.end <= end) {
    return { start: comparePositions(from, range.start) > 0 ? range.start : from, end: range.end };
  }
  const to = place(end - 1) ?? from;
  return { start: from, end: comparePositions(to, from) < 0 ? from : to };
}

/** The row that a position is in; by the line alone, the only one that begins there. */
function rowAt(
  starts: readonly (GeneratedPosition | undefined)[],
  position: GeneratedPosition,
  hasColumn: boolean,
): PlacedRow | undefined {
  const isMeant = (start: GeneratedPosition): boolean =>
    start.line0 === position.line0 && (!hasColumn || start.column0 <= position.column0);
  const rows = starts.flatMap((start, index) =>
    start !== undefined && isMeant(start) ? [{ index, start }] : [],
  );
  return hasColumn || rows.length === 1 ? rows.at(-1) : undefined;
}

/** Of those around a position, or else around its line, the one that begins last. */
export function innermostAt<Placed extends { readonly range: PositionRange }>(
  placed: readonly Placed[],
  position: GeneratedPosition,
  hasColumn: boolean,
): Placed | undefined {
  const around = hasColumn ? placed.filter(({ range }) => isInside(range, position)) : [];
  const onLine = placed.filter(
    ({ range: { start, end } }) => start.line0 <= position.line0 && position.line0 <= end.line0,
  );
  return (around.length > 0 ? around : onLine).reduce<Placed | undefined>(
    (best, each) =>
      best === undefined || comparePositions(each.range.start, best.range.start) >= 0 ? each : best,
    undefined,
  );
}

function isInside({ start, end }: PositionRange, position: GeneratedPosition): boolean {
  return comparePositions(start, position) <= 0 && comparePositions(position, end) <= 0;
}
