import type { FunctionSite } from './functionSites';
import { comparePositions, type GeneratedPosition } from './location';
import type { Script } from './script';
import { endOfClaim, type PlacedFunction, type PositionRange } from './siteSelection';
import { startOfClaim } from './sourceClaims';
import type { MappedPosition, SourceMapping } from './sourceMapping';
import { sourceName } from './sourceName';
import { TextLines } from './textLines';

/** A function in the terms of the source that it was written in: name and positions are the source's. */
export interface SourceSite extends PlacedFunction {
  /** The function in the text that runs. */
  readonly site: FunctionSite;
}

/** One source of a script that was compiled. */
export interface MappedSource {
  readonly mapping: SourceMapping;
  /** Absolute path or URL, as in {@link SourceMapping.files}. */
  readonly file: string;
  /** What the file contains now; without it, what the map carries along. */
  readonly text?: string;
}

/**
 * The functions of a script that were written in one source, in source terms, for `siteAtPosition` and `sitesByName`.
 *
 * A function whose head the map does not mention was made by the compiler (the generator function inside a
 * down-levelled async function, the wrapper of a module): it has no source site.
 *
 * @param mapped undefined for a script that runs as it was written
 */
export function sourceSites(
  script: Script,
  sites: readonly FunctionSite[],
  mapped: MappedSource | undefined,
): readonly SourceSite[] {
  if (mapped === undefined) return sites.map((site) => ({ ...placeOf(site), site }));
  const source: ReadSource = {
    script,
    mapping: mapped.mapping,
    file: mapped.file,
    lines: new TextLines(mapped.text ?? mapped.mapping.sourceText(mapped.file) ?? ''),
  };
  const projected = sites.flatMap((site) => project(source, site));
  const known = new Set(projected.map(({ site }) => site));
  return projected.map((each) => ({ ...each, depth: depthAmong(known, each.site) }));
}

/** The source site of a function or, for one that the compiler made, of the function around it. */
export function sourceSiteOf(
  sources: readonly SourceSite[],
  site: FunctionSite,
): SourceSite | undefined {
  const own = sources.find((each) => each.site === site);
  return own ?? (site.parent === undefined ? undefined : sourceSiteOf(sources, site.parent));
}

/** A source while its functions are being placed. */
interface ReadSource {
  readonly script: Script;
  readonly mapping: SourceMapping;
  readonly file: string;
  /** Empty where the source's text is not known. */
  readonly lines: TextLines;
}

function project(source: ReadSource, site: FunctionSite): readonly SourceSite[] {
  const start = startInSource(source, site);
  if (start === undefined) return [];
  const range = { start, end: endInSource(source, site, start) };
  const bound = entryAt(source, site.head)?.source ?? start;
  const head = comparePositions(bound, start) > 0 ? start : bound;
  const className = classNameOf(source, site);
  const { holderName } = site;
  return [
    {
      name: nameInSource(source, site, head),
      ...(className === undefined ? {} : { className }),
      ...(holderName === undefined ? {} : { holderName }),
      depth: site.depth,
      head,
      range,
      claims: [
        ...(site.isImplicit ? [] : [claim(source.lines, head, range.end)]),
        ...classHeaderClaim(source, site),
      ],
      site,
    },
  ];
}

/** Where the first thing in a function's head comes from; undefined where nothing in it is mapped. */
function startInSource(source: ReadSource, site: FunctionSite): GeneratedPosition | undefined {
  const { mapping, file, script } = source;
  const bodyStart = script.lines.positionAt(site.bodyStart);
  const [own] = mapping.entriesBetween(file, site.range.start, bodyStart);
  const [bound] = own === undefined ? mapping.entriesBetween(file, site.head, bodyStart) : [own];
  return bound?.source;
}

function claim(lines: TextLines, head: GeneratedPosition, end: GeneratedPosition): PositionRange {
  if (lines.text === '') return { start: head, end };
  return { start: startOfClaim(lines, head), end: endOfClaim(lines, lines.offsetAt(end)) };
}

/** A constructor is meant by a cursor anywhere on the line that names its class. */
function classHeaderClaim(source: ReadSource, site: FunctionSite): readonly PositionRange[] {
  if (site.kind !== 'constructor' || site.classNameStart === undefined) return [];
  const name = entryAt(source, source.script.lines.positionAt(site.classNameStart))?.source;
  if (name === undefined) return [];
  const start = source.lines.text === '' ? name : startOfClaim(source.lines, name);
  return [{ start, end: { line0: name.line0, column0: Infinity } }];
}

/**
 * Where a function ends in the source. Compilers map the closing brace (esbuild), the place behind it (tsc), or
 * neither; then the text between the last thing mapped in the function and the next thing in the source decides.
 */
function endInSource(
  source: ReadSource,
  site: FunctionSite,
  start: GeneratedPosition,
): GeneratedPosition {
  const { mapping, file, script } = source;
  const inside = mapping
    .entriesBetween(file, site.range.start, before(site.range.end))
    .map((entry) => entry.source);
  const last = inside.reduce((a, b) => (comparePositions(a, b) >= 0 ? a : b), start);
  const atEnd = entryAt(source, site.range.end)?.source;
  if (script.text[site.end - 1] !== '}') {
    return atEnd?.line0 === last.line0 && atEnd.column0 >= last.column0
      ? atEnd
      : endOfLine(source, last);
  }
  const brace = entryAt(source, before(site.range.end))?.source;
  if (brace !== undefined && isBrace(source, brace)) return after(brace);
  if (atEnd !== undefined && isBrace(source, before(atEnd))) return atEnd;
  return closingBrace(source, last);
}

/** Behind the last brace between the last mapped position of a function and the next position in the source. */
function closingBrace(source: ReadSource, last: GeneratedPosition): GeneratedPosition {
  const { lines, mapping, file } = source;
  const next = mapping.entries(file).find((entry) => comparePositions(entry.source, last) > 0);
  const from = lines.offsetAt(last);
  const to = next === undefined ? lines.text.length : lines.offsetAt(next.source);
  const brace = lines.text.slice(from, to).lastIndexOf('}');
  return brace < 0 ? endOfLine(source, last) : lines.positionAt(from + brace + 1);
}

function isBrace({ lines }: ReadSource, position: GeneratedPosition): boolean {
  return lines.text === '' || lines.lineText(position.line0)[position.column0] === '}';
}

function endOfLine(
  { lines }: ReadSource,
  { line0, column0 }: GeneratedPosition,
): GeneratedPosition {
  return { line0, column0: Math.max(column0, lines.lineText(line0).length) };
}

function nameInSource(source: ReadSource, site: FunctionSite, head: GeneratedPosition): string {
  const entry = site.nameStart === undefined ? undefined : entryAtOffset(source, site.nameStart);
  return sourceName(site.name, entry, source.lines, head);
}

function classNameOf(source: ReadSource, site: FunctionSite): string | undefined {
  if (site.className === undefined || site.classNameStart === undefined) return site.className;
  const entry = entryAtOffset(source, site.classNameStart);
  return sourceName(site.className, entry, source.lines, entry?.source);
}

function entryAtOffset(source: ReadSource, offset: number): MappedPosition | undefined {
  return entryAt(source, source.script.lines.positionAt(offset));
}

/** The entry at exactly this generated position: the last, where a compiler wrote several. */
function entryAt(
  { mapping, file }: ReadSource,
  position: GeneratedPosition,
): MappedPosition | undefined {
  return mapping.entriesBetween(file, position, position).at(-1);
}

function before({ line0, column0 }: GeneratedPosition): GeneratedPosition {
  return { line0, column0: Math.max(0, column0 - 1) };
}

function after({ line0, column0 }: GeneratedPosition): GeneratedPosition {
  return { line0, column0: column0 + 1 };
}

function depthAmong(known: ReadonlySet<FunctionSite>, { parent }: FunctionSite): number {
  if (parent === undefined) return 0;
  return depthAmong(known, parent) + (known.has(parent) ? 1 : 0);
}

function placeOf(site: FunctionSite): PlacedFunction {
  const { name, className, ownName, holderName, depth, head, range, claims } = site;
  return {
    name,
    ...(className === undefined ? {} : { className }),
    ...(ownName === undefined ? {} : { ownName }),
    ...(holderName === undefined ? {} : { holderName }),
    depth,
    head,
    range,
    claims,
  };
}
