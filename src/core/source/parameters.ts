import type { Function as FunctionNode, Identifier, MemberExpression, Pattern } from 'acorn';
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
  return boundIdentifiers(pattern).map(({ name }) => name);
}

/** The identifiers that a pattern binds, in order. */
export function boundIdentifiers(pattern: Pattern): readonly Identifier[] {
  return patternTargets(pattern).filter((target) => target.type === 'Identifier');
}

/** The identifiers and members (`a.b`, in an assignment) that a pattern writes to, in order. */
export function patternTargets(pattern: Pattern): readonly (Identifier | MemberExpression)[] {
  switch (pattern.type) {
    case 'Identifier':
    case 'MemberExpression':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        patternTargets(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) =>
        element === null ? [] : patternTargets(element),
      );
    case 'RestElement':
      return patternTargets(pattern.argument);
    case 'AssignmentPattern':
      return patternTargets(pattern.left);
  }
}
