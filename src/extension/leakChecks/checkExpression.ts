import { Script } from 'node:vm';
import { expressionProblemText } from '../../core/report/expressionProblemText';
import { expressionProblem, isNeverArray } from '../../core/source/expressionProblem';
import { inEditor } from '../inEditor';
import type { Translate } from '../language';

/** What is wrong with a JavaScript expression; undefined if it parses. Nothing is run. */
export function checkExpression(text: string, t: Translate): string | undefined {
  const refusal = refusalOf(text);
  if (refusal === undefined) return undefined;
  // V8 decides; what it says is about the parentheses around the text as well
  const problem = expressionProblem(text);
  const words = problem === undefined ? refusal : inEditor(expressionProblemText(problem), t);
  return t('This is not a JavaScript expression: {0}', words);
}

/** As {@link checkExpression}, of one that makes the arguments of a call. */
export function checkArguments(text: string, t: Translate): string | undefined {
  const problem = checkExpression(text, t);
  if (problem !== undefined) return t('{0}. Write an array: {1}', problem, example);
  return isNeverArray(text)
    ? t('The arguments have to be an array, also a single one: {0}', `[${text.trim()}]`)
    : undefined;
}

const example = '["user" + i, { retries: 3 }]';

function refusalOf(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    new Script(`(async () => (\n${text}\n))`);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
