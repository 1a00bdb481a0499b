import { formatFile, formatLocation } from './formatLocation';
import { formatCount, type NumberMarks } from './quantities';
import type { ChainLink, Location, Suspect } from './report';
import { displayWidth, padded, terminalLine, truncated } from './terminalText';
import type { TextLayout } from './textLayout';

const maxLabelWidth = 44;
const maxTypeWidth = 40;

/** So few links are not worth hiding. */
const fewestToFold = 3;

/** One link as people read it; all texts are harmless. */
export interface ChainRow {
  readonly label: string;
  readonly type: string;
  /** Empty where there is no place to go to. */
  readonly place: string;
  readonly isLeakRoot: boolean;
  readonly location?: Location;
}

/** Where and in which language a chain is read. */
export interface ChainOptions {
  readonly cwd?: string | undefined;
  readonly marks?: NumberMarks;
}

/** The chain, root first; V8's own objects and Node's way to the user's modules are folded. */
export function chainRows(
  suspect: Suspect,
  options: ChainOptions = {},
): { readonly folded: number; readonly rows: readonly ChainRow[] } {
  const links = suspect.chain.filter((link) => link.internal !== true);
  const folded = linksInsideNode(links);
  return { folded, rows: links.slice(folded).map((link) => rowOf(link, suspect, options)) };
}

/** The chain as a flat list of lines, root first; V8's own objects and Node's way to the user's modules are folded. */
export function formatChain(suspect: Suspect, layout: TextLayout): string[] {
  const { folded, rows } = chainRows(suspect, layout);
  const { paint } = layout;
  return [
    ...(folded === 0 ? [] : [paint.dim(`  … ${formatCount(folded)} links inside Node`)]),
    ...aligned(rows.map(cut), layout),
  ];
}

/**
 * How many links at the beginning only lead through Node's own objects to the user's: everything
 * before the module they are in, or up to the last of Node's internals before the first link that
 * is somewhere in the user's code. The leak root is never among them.
 */
export function linksInsideNode(links: readonly ChainLink[]): number {
  const ownStart = links.findIndex((link) => link.leakRoot === true || isInFile(link));
  const before = links.slice(0, Math.max(0, ownStart));
  const module = before.findLastIndex(isModule);
  const internals = before.findLastIndex(
    ({ location }) => location?.file.startsWith('node:internal/') === true,
  );
  const count = module === -1 ? internals + 1 : module;
  return count < fewestToFold ? 0 : count;
}

export function isInFile({ location }: ChainLink): boolean {
  return location !== undefined && !location.file.startsWith('node:');
}

/** Node keys its cache of modules by their paths or URLs. */
export function isModule({ label }: ChainLink): boolean {
  return /^(\/.|[A-Za-z]:[\\/]|file:\/\/)/.test(label);
}

function aligned(rows: readonly ChainRow[], { paint }: TextLayout): string[] {
  const labelColumn = widest(rows.map(({ label }) => label));
  const typeColumn = widest(rows.map(({ type }) => type));
  return rows.map(({ label, type, place, isLeakRoot }) => {
    const name = padded(label, labelColumn);
    const text = [
      isLeakRoot ? paint.red(`▸ ${name}`) : `  ${name}`,
      `  ${padded(type, typeColumn)}`,
      place === '' ? '' : `  ${paint.cyan(place)}`,
      isLeakRoot ? paint.dim('  ← older than the loop, and grows') : '',
    ];
    return text.join('').trimEnd();
  });
}

function cut(row: ChainRow): ChainRow {
  return {
    ...row,
    label: truncated(row.label, maxLabelWidth),
    type: truncated(row.type, maxTypeWidth),
  };
}

function rowOf(link: ChainLink, suspect: Suspect, options: ChainOptions): ChainRow {
  // where Node declares its classes is no place to go to
  const location = isInFile(link) ? link.location : undefined;
  return {
    label: linkLabel(link, options),
    type: linkType(link, suspect, options),
    place: location === undefined ? '' : formatLocation(location, options.cwd),
    isLeakRoot: link.leakRoot === true,
    ...(location === undefined ? {} : { location }),
  };
}

function linkLabel(link: ChainLink, { cwd, marks }: ChainOptions): string {
  const label = isModule(link) ? formatFile(link.label, cwd) : terminalLine(link.label);
  return link.repeats === undefined || link.repeats < 2
    ? label
    : `${label} × ${formatCount(link.repeats, marks)}`;
}

function linkType(link: ChainLink, suspect: Suspect, { marks }: ChainOptions): string {
  const type = terminalLine(link.type);
  const size = suspect.leakRoot.size;
  const grown =
    link.leakRoot === true && size !== undefined
      ? `, ${formatCount(size.before, marks)} → ${formatCount(size.after, marks)}`
      : '';
  return type === link.label ? grown.replace(/^, /, '') : `${type}${grown}`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(displayWidth));
}
