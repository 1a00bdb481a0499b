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
  const placed = testCalls(script).flatMap((call) => {
    const source = sites.find(({ site }) => site === call.site);
    if (source === undefined) return [];
    const start = startInSource(script, mapped, call, source);
    return [{ call, source, range: { start, end: source.range.end } }];
  });
  return innermostAt(placed, toGeneratedPosition({ column: 1, ...at }), at.column !== undefined);
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

/** Of the whole call: its title stands before the function. */
function startInSource(
  script: Script,
  mapped: MappedSource | undefined,
  { start }: TestCall,
  { range }: SourceSite,
): GeneratedPosition {
  const position = script.lines.positionAt(start);
  if (mapped === undefined) return position;
  const place = mapped.mapping.sourceAt(position);
  if (place === undefined || comparePositions(place, range.start) > 0) return range.start;
  return place;
}
