/** Where a function was when it was measured; `line` and `column` are 1-based. */
export interface FunctionAnchor {
  readonly line: number;
  readonly column: number;
  /** The whole text of that line. */
  readonly lineText: string;
}

/**
 * Finds a function again in a file that was edited since: the line with the same text that is
 * nearest to where it was. Undefined where the line itself was edited and no other equals it.
 *
 * @param lines the file's present text
 */
export function relocateFunction(
  anchor: FunctionAnchor,
  lines: readonly string[],
): { readonly line: number; readonly column: number } | undefined {
  const wanted = anchor.lineText.trim();
  const candidates = lines.flatMap((text, index) => (text.trim() === wanted ? [index + 1] : []));
  const distance = (line: number) => Math.abs(line - anchor.line);
  const [line] = candidates.sort((a, b) => distance(a) - distance(b));
  if (line === undefined) {
    return undefined;
  }
  const shift = indentation(lines[line - 1]!) - indentation(anchor.lineText);
  return { line, column: Math.max(1, anchor.column + shift) };
}

function indentation(text: string): number {
  return text.length - text.trimStart().length;
}
