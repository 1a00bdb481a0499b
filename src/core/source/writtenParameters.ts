import { tokTypes } from 'acorn';
import type { Parameter } from './parameters';
import { tokensOf } from './tokensOf';

export interface WrittenParameter extends Pick<Parameter, 'text' | 'isRest'> {
  /** Whether it may be left out: `a = 1`, `a?: number`. */
  readonly isOptional?: true;
}

/**
 * The parameters of the function that a source declares at an offset, by its words, as it may be in a language
 * that we have no parser for. Of one that is taken apart, the text is only how it begins.
 */
export function writtenParameters(text: string, offset: number): readonly WrittenParameter[] {
  const found: WrittenParameter[] = [];
  let depth = 0;
  let isNext = false;
  let isRest = false;
  let before = '';
  for (const { start, end, type } of tokensOf(text.slice(offset))) {
    const word = text.slice(offset + start, offset + end);
    if (depth === 0 && type === tokTypes.arrow) return [{ text: before, isRest: false }];
    if (/^[)}\]]$/.test(word) || (depth > 1 && word === '>')) depth--;
    if (depth === 0 && word === ')') break;
    if (isNext && type === tokTypes.ellipsis) isRest = true;
    else if (isNext) {
      found.push({ text: word, isRest });
      isNext = isRest = false;
    }
    if (depth === 1 && /^[=?]$/.test(word)) markOptional(found);
    if (/^[({[]$/.test(word) || (depth > 0 && word === '<')) depth++;
    if (depth === 1 && (word === ',' || (word === '(' && found.length === 0))) isNext = true;
    before = word;
  }
  // TypeScript's own, which is not passed
  return found.filter((each) => each.text !== 'this');
}

function markOptional(found: WrittenParameter[]): void {
  const last = found.pop();
  if (last !== undefined) found.push({ ...last, isOptional: true });
}
