import { parseExpressionAt, tokenizer, type Expression, type Options } from 'acorn';

/** Where a text stops being one JavaScript expression. */
export interface ExpressionProblem {
  /** Of the first character that does not fit, from 0; the length of the text where that ends too early. */
  readonly offset: number;
  /** What stands there, as far as it is one token; empty at the end. */
  readonly found: string;
  /** What a parser says of it, where that is more than that it was not expected. */
  readonly why?: string;
}

const options: Options = { ecmaVersion: 'latest', allowAwaitOutsideFunction: true };

/** @returns undefined for one expression, and for nothing at all; nothing is run */
export function expressionProblem(text: string): ExpressionProblem | undefined {
  if (text.trim() === '') return undefined;
  try {
    const { end } = parseExpressionAt(text, 0, options);
    const next = tokenizer(text.slice(end), options).getToken();
    return next.type.label === 'eof' ? undefined : problemAt(text, end + next.start);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { pos = text.length } = error as { readonly pos?: number };
    const why = error.message.replace(/ \(\d+:\d+\)$/, '');
    return { ...problemAt(text, pos), ...(why === 'Unexpected token' ? {} : { why }) };
  }
}

/** Whether whatever it comes to is no array; where only running it tells, it may be one. */
export function isNeverArray(text: string): boolean {
  if (text.trim() === '' || expressionProblem(text) !== undefined) return false;
  return neverArrays.has(parseExpressionAt(text, 0, options).type);
}

const neverArrays: ReadonlySet<Expression['type']> = new Set([
  'Literal',
  'TemplateLiteral',
  'ObjectExpression',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassExpression',
  'BinaryExpression',
  'UnaryExpression',
  'UpdateExpression',
]);

function problemAt(text: string, offset: number): ExpressionProblem {
  const found = /^(?:[\p{ID_Continue}$]+|\S)/u.exec(text.slice(offset))?.[0] ?? '';
  return { offset: found === '' ? text.length : offset, found };
}
