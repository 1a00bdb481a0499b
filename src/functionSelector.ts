import type { FunctionSelector } from './diagnose';

/**
 * Reads `name`, `line` or `line:column` (1-based), as the command line and launch configurations
 * write them; undefined for anything that is neither, such as nothing or line 0.
 */
export function parseFunctionSelector(text: string): FunctionSelector | undefined {
  const position = /^(\d+)(?::(\d+))?$/.exec(text);
  if (position === null) {
    return text.trim() === '' ? undefined : { kind: 'name', name: text };
  }
  const [, line, column] = position;
  return selectorAt(Number(line), column === undefined ? undefined : Number(column));
}

function selectorAt(line: number, column: number | undefined): FunctionSelector | undefined {
  const isPlace = (base: number): boolean => Number.isSafeInteger(base) && base >= 1;
  if (!isPlace(line) || (column !== undefined && !isPlace(column))) {
    return undefined;
  }
  return column === undefined ? { kind: 'position', line } : { kind: 'position', line, column };
}
