import type { GeneratedPosition } from './location';
import type { MappedPosition } from './sourceMapping';
import type { TextLines } from './textLines';

/** Words that a map may point at instead of the name behind them. */
const notNames =
  /^(?:export|async|function|class|const|let|var|static|public|private|protected|override|abstract|readonly|declare|get|set|new|return|await|yield)$/;

const identifier = /#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;

/**
 * What the source calls a function or class: the identifier that stands in the source where its generated
 * name comes from, else the name that the map gives (a minifier's maps have them), else the generated name.
 *
 * @param entry of the map, exactly at the generated name
 * @param head where the binding begins in the source
 */
export function sourceName(
  generatedName: string,
  entry: MappedPosition | undefined,
  lines: TextLines,
  head: GeneratedPosition | undefined,
): string {
  if (/^\[|\./.test(generatedName)) return generatedName;
  if (generatedName === '') return boundName(lines, head);
  const written = entry === undefined ? undefined : identifierAt(lines, entry.source);
  if (written !== undefined && !notNames.test(written)) return written;
  if (entry?.name !== undefined) return entry.name;
  return isDefaultExport(lines, head) && !lines.text.includes(generatedName)
    ? 'default'
    : generatedName;
}

function identifierAt(lines: TextLines, position: GeneratedPosition): string | undefined {
  identifier.lastIndex = position.column0;
  return identifier.exec(lines.lineText(position.line0))?.[0];
}

/** `handler = (x) => …` of a class may have become an argument of a helper: the source still names it. */
function boundName(lines: TextLines, head: GeneratedPosition | undefined): string {
  if (head === undefined) return '';
  const before = lines.lineText(head.line0).slice(Math.max(0, head.column0 - 200), head.column0);
  return /(#?[\w$]+)[?!]?\s*(?::[^=;]*)?=\s*$/.exec(before)?.[1] ?? '';
}

/** tsc calls an anonymous default export `default_1`, esbuild `file_default`. */
function isDefaultExport(lines: TextLines, head: GeneratedPosition | undefined): boolean {
  if (head === undefined) return false;
  const line = lines.lineText(head.line0);
  return /^\s*export\s+default\b/.test(line);
}
