import type { GeneratedPosition } from './location';
import type { TextLines } from './textLines';

/** What may stand on a line before the name of a function or class, in TypeScript and JavaScript, comments included. */
const modifiers =
  /^\s*(?:(?:export|default|declare|public|private|protected|static|override|abstract|readonly|accessor|async|get|set|function|class|const|let|var|@[\w.]+(?:\([^)]*\))?)\s+|\*\s*|\/\*(?:[^*]|\*(?!\/))*\*\/\s*)*$/;

const decorator = /^\s*@[\w.]+(?:\(.*\))?\s*$/;

/**
 * Where in a source a cursor begins to mean the function whose binding begins at `head`: left over modifiers,
 * up over decorators and the comment directly above.
 *
 * By lines, not by syntax: the source may be in a language that we have no parser for.
 */
export function startOfClaim(lines: TextLines, head: GeneratedPosition): GeneratedPosition {
  const line = lines.lineText(head.line0);
  if (!modifiers.test(line.slice(0, head.column0))) return head;
  return { line0: aboveComments(lines, head.line0), column0: 0 };
}

function aboveComments(lines: TextLines, line0: number): number {
  const above = line0 - 1;
  if (above < 0) return line0;
  const text = lines.lineText(above);
  if (decorator.test(text) || text.trimStart().startsWith('//')) return aboveComments(lines, above);
  if (!text.trimEnd().endsWith('*/')) return line0;
  const opening = blockCommentStart(lines, above);
  return opening === undefined ? line0 : aboveComments(lines, opening);
}

/** The line on which the block comment begins that ends on a line; undefined where code stands before it. */
function blockCommentStart(lines: TextLines, endLine0: number): number | undefined {
  for (let line0 = endLine0; line0 >= 0; line0--) {
    const text = lines.lineText(line0);
    if (text.trimStart().startsWith('/*')) return line0;
    if (text.includes('/*') || (line0 < endLine0 && text.includes('*/'))) return undefined;
  }
  return undefined;
}
