import type { Function as FunctionNode, Pattern } from 'acorn';
import type { Script } from './script';

export interface Parameter {
  /** As written, without its default: `user`, `{ id, name }`. */
  readonly text: string;
  /** The names that it binds; several for a destructuring pattern. */
  readonly names: readonly string[];
  readonly isRest: boolean;
  readonly hasDefault: boolean;
}

/** The parameters of a function, in order. */
export function parameters(script: Script, { params }: FunctionNode): readonly Parameter[] {
  return params.map((pattern) => parameter(script, pattern));
}

function parameter(script: Script, pattern: Pattern): Parameter {
  const inner = pattern.type === 'RestElement' ? pattern.argument : pattern;
  const target = inner.type === 'AssignmentPattern' ? inner.left : inner;
  return {
    text: script.text.slice(target.start, target.end),
    names: boundNames(target),
    isRest: pattern.type === 'RestElement',
    hasDefault: inner.type === 'AssignmentPattern',
  };
}

/** The names that a pattern binds; none for the target of an assignment such as `a.b`. */
export function boundNames(pattern: Pattern): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'MemberExpression':
      return [];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : boundNames(element)));
    case 'RestElement':
      return boundNames(pattern.argument);
    case 'AssignmentPattern':
      return boundNames(pattern.left);
  }
}
