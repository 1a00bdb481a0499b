import { parseExpressionAt } from 'acorn';
import { full } from 'acorn-walk';

/** An expression that calls were made with, as it can be written into a file. */
export interface CallExpression {
  /** As it stands between the parentheses of a call. */
  readonly asArguments: string;
  /** How many arguments that are; absent where only the call tells. */
  readonly count?: number;
  readonly asValue: string;
  readonly uses: ReadonlySet<GivenName>;
}

/** What the engine gives to expressions: the call's number, the callback at hand, the file's module and its `require`. */
export type GivenName = 'i' | 'callback' | 'exports' | 'require';

const givenNames: readonly GivenName[] = ['i', 'callback', 'exports', 'require'];

/**
 * @param exportsName what stands for `exports`, which means something else in a file of its own
 * @throws SyntaxError where it is no JavaScript expression
 */
export function readCallExpression(expression: string, exportsName: string): CallExpression {
  const root = parseExpressionAt(expression, 0, { ecmaVersion: 'latest' });
  const given: { readonly name: GivenName; readonly start: number }[] = [];
  full(root, (node) => {
    const name = node.type === 'Identifier' && givenNames.find((one) => one === node.name);
    if (name) given.push({ name, start: node.start });
  });
  const written = (start: number, end: number): string => {
    const text = given
      .filter(({ name, start: at }) => name === 'exports' && at >= start)
      .sort((a, b) => b.start - a.start)
      .reduce(
        (before, { start: at }) => {
          const place = at - start;
          return before.slice(0, place) + exportsName + before.slice(place + 'exports'.length);
        },
        expression.slice(start, end),
      )
      .trim();
    return text.includes('//') ? `${text}\n` : text; // what follows is no part of a comment
  };
  const value = written(0, expression.length);
  const elements = root.type === 'ArrayExpression' ? root.elements : [null];
  const isList = !elements.includes(null);
  const isCounted = isList && elements.every((each) => each?.type !== 'SpreadElement');
  return {
    asArguments: isList ? written(root.start + 1, root.end - 1) : `...(${value})`,
    ...(isCounted ? { count: elements.length } : {}),
    asValue: value,
    uses: new Set(given.map(({ name }) => name)),
  };
}
