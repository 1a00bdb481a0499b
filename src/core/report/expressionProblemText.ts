import type { ExpressionProblem } from '../source/expressionProblem';
import { said, type Sentence } from './sentence';

/** `“)” at character 3 does not fit`; characters are counted from 1. */
export function expressionProblemText({ offset, found, why }: ExpressionProblem): Sentence {
  if (found === '') return said`it ends too early`;
  const character = String(offset + 1);
  return why === undefined
    ? said`“${found}” at character ${character} does not fit`
    : said`${why} at character ${character}`;
}
