import type { FunctionChoice } from '../../errors';

/**
 * Functions of a file, the ones most likely meant first: those that begin above the cursor, nearest
 * (and so innermost) first, then those below it, nearest first.
 *
 * @param line 1-based
 */
export function orderChoices(
  choices: readonly FunctionChoice[],
  line: number,
): readonly FunctionChoice[] {
  const above = choices.filter((choice) => choice.line <= line);
  const below = choices.filter((choice) => choice.line > line);
  return [
    ...above.sort((a, b) => b.line - a.line || b.column - a.column),
    ...below.sort((a, b) => a.line - b.line || a.column - b.column),
  ];
}
