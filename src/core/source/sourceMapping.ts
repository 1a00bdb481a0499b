import {
  decodedMappings,
  FlattenMap,
  sourceContentFor,
  traceSegment,
  type SectionedSourceMap,
  type SourceMapSegment,
  type SourceMapV3,
  type TraceMap,
} from '@jridgewell/trace-mapping';
import { fileUrlToPath, isSameFile, pathToFileUrl } from './fileUrl';
import { comparePositions, toSourcePosition, type GeneratedPosition } from './location';
import type { Location } from '../report/report';

/** A place in a source: the file as an absolute path or URL, the position 0-based. */
export interface SourcePlace {
  readonly file: string;
  readonly line0: number;
  readonly column0: number;
  /** What the source calls the thing here, where the map tells it. */
  readonly name?: string;
}

/** One entry of a map: a generated position and the source position that it was made from. */
export interface MappedPosition {
  readonly generated: GeneratedPosition;
  readonly source: GeneratedPosition;
  readonly name?: string;
}

/** Between the text that runs and the sources that it was made from, in both directions. */
export class SourceMapping {
  /** Absolute paths, or URLs where a source is no file. */
  readonly files: readonly string[];
  readonly #indices = new Map<string, number>();
  readonly #bySource = new Map<number, readonly MappedPosition[]>();

  private constructor(private readonly map: TraceMap) {
    this.files = map.resolvedSources.map(fileUrlToPath);
  }

  /**
   * Reads a source map (version 3, also an index map), given as JSON.
   *
   * @param mapUrl where it was found: `sources` are relative to it (for an inline map the script's own URL)
   * @throws SyntaxError when it is not JSON, or no source map
   */
  static parse(json: string, mapUrl: string): SourceMapping {
    const map: unknown = JSON.parse(json.replace(/^\)\]\}'[^\n]*\n/, ''));
    if (!isSourceMap(map)) throw new SyntaxError('not a source map of version 3');
    const url = pathToFileUrl(mapUrl);
    return new SourceMapping(new FlattenMap(withFileUrls(map), url));
  }

  has(file: string): boolean {
    return this.#indexOf(file) >= 0;
  }

  /** The text of a source that the map carries with it. */
  sourceText(file: string): string | undefined {
    const source = this.map.resolvedSources[this.#indexOf(file)];
    return source === undefined ? undefined : (sourceContentFor(this.map, source) ?? undefined);
  }

  /** Where a generated position comes from; undefined for text that no source has (helpers of a compiler). */
  sourceAt({ line0, column0 }: GeneratedPosition): SourcePlace | undefined {
    const segment = traceSegment(this.map, line0, column0) ?? this.#firstSegment(line0);
    if (segment === null || segment.length === 1) return undefined;
    const file = this.files[segment[1]];
    if (file === undefined || this.map.sources[segment[1]] === null) return undefined;
    return { file, line0: segment[2], column0: segment[3], ...this.#nameOf(segment) };
  }

  /** The location that a report shows for a generated position: in the source, or where no source has it, as it runs. */
  locationOf(generatedFile: string, position: GeneratedPosition): Location {
    const generated = { file: generatedFile, ...toSourcePosition(position) };
    const source = this.sourceAt(position);
    if (source === undefined) return generated;
    return { file: source.file, ...toSourcePosition(source), generated };
  }

  /**
   * Where a source position runs: the entry at or before it on its line, else the first behind it on its
   * line, else the first on a later line. A function is better found by `sourceSites`.
   */
  generatedAt(file: string, position: GeneratedPosition): GeneratedPosition | undefined {
    const onward = this.entries(file);
    const next = onward.findIndex(({ source }) => comparePositions(source, position) > 0);
    const before = next < 0 ? onward.at(-1) : onward[next - 1];
    if (before?.source.line0 === position.line0) return firstOf(onward, before.source);
    return next < 0 ? undefined : onward[next]!.generated;
  }

  /** All entries of one source in the order of the source, equal ones in the order of the generated text. */
  entries(file: string): readonly MappedPosition[] {
    const index = this.#indexOf(file);
    const known = this.#bySource.get(index);
    if (known !== undefined) return known;
    const entries = index < 0 ? [] : this.#entriesOf(index);
    this.#bySource.set(index, entries);
    return entries;
  }

  /** The entries of one source between two generated positions, both included, in generated order. */
  entriesBetween(
    file: string,
    start: GeneratedPosition,
    end: GeneratedPosition,
  ): readonly MappedPosition[] {
    const index = this.#indexOf(file);
    const lines = decodedMappings(this.map);
    const entries: MappedPosition[] = [];
    for (let line0 = start.line0; line0 <= Math.min(end.line0, lines.length - 1); line0++) {
      const from = line0 === start.line0 ? start.column0 : 0;
      const to = line0 === end.line0 ? end.column0 : Infinity;
      const segments = lines[line0]!;
      for (let at = firstAtOrBehind(segments, from); at < segments.length; at++) {
        const segment = segments[at]!;
        if (segment[0] > to) break;
        if (segment[1] === index) entries.push(this.#entry(line0, segment));
      }
    }
    return entries;
  }

  #entriesOf(index: number): readonly MappedPosition[] {
    return decodedMappings(this.map)
      .flatMap((segments, line0) =>
        segments.filter((segment) => segment[1] === index).map((each) => this.#entry(line0, each)),
      )
      .sort((a, b) => comparePositions(a.source, b.source));
  }

  #entry(line0: number, segment: Readonly<SourceMapSegment>): MappedPosition {
    return {
      generated: { line0, column0: segment[0] },
      source: { line0: segment[2] ?? 0, column0: segment[3] ?? 0 },
      ...this.#nameOf(segment),
    };
  }

  #nameOf(segment: Readonly<SourceMapSegment>): { readonly name?: string } {
    const name = segment.length === 5 ? this.map.names[segment[4]] : undefined;
    return name === undefined ? {} : { name };
  }

  #firstSegment(line0: number): Readonly<SourceMapSegment> | null {
    return decodedMappings(this.map)[line0]?.[0] ?? null;
  }

  #indexOf(file: string): number {
    const known = this.#indices.get(file);
    if (known !== undefined) return known;
    const index = this.files.findIndex((each) => isSameFile(each, file));
    this.#indices.set(file, index);
    return index;
  }
}

/** The last on the first line: esbuild repeats an entry at the indent, tsc on a later `exports.a = a`. */
function firstOf(entries: readonly MappedPosition[], source: GeneratedPosition): GeneratedPosition {
  const equal = entries.filter((entry) => comparePositions(entry.source, source) === 0);
  const { line0 } = equal[0]!.generated;
  return equal.findLast(({ generated }) => generated.line0 === line0)!.generated;
}

function firstAtOrBehind(segments: readonly SourceMapSegment[], column0: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (segments[middle]![0] < column0) low = middle + 1;
    else high = middle;
  }
  return low;
}

type AnySourceMap = SectionedSourceMap | (SourceMapV3 & { readonly mappings: string });

function isSourceMap(map: unknown): map is AnySourceMap {
  if (typeof map !== 'object' || map === null) return false;
  if ('sections' in map) return Array.isArray(map.sections) && map.sections.every(isSection);
  return 'mappings' in map && typeof map.mappings === 'string' && 'sources' in map;
}

/** The library makes a list for each line up to the last section: one damaged number would take all memory. */
const mostLines = 1_000_000;

function isSection(section: unknown): boolean {
  const { offset, map } = (section ?? {}) as { readonly offset?: unknown; readonly map?: unknown };
  const { line, column } = (offset ?? {}) as { readonly line?: unknown; readonly column?: unknown };
  return isCount(line) && line < mostLines && isCount(column) && isSourceMap(map);
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

/** A Windows path would be read as a URL of the scheme `c:`. */
function withFileUrls(map: AnySourceMap): AnySourceMap {
  if ('sections' in map) return map;
  const fileUrl = (path: string): string =>
    /^[A-Za-z]:[\\/]/.test(path) ? pathToFileUrl(path) : path;
  return {
    ...map,
    ...(map.sourceRoot === undefined ? {} : { sourceRoot: fileUrl(map.sourceRoot) }),
    sources: map.sources.map((source) => (source === null ? null : fileUrl(source))),
  };
}
