import type { AnyNode, Expression, Identifier, MemberExpression } from 'acorn';
import { full } from 'acorn-walk';
import { functionAround, type FunctionSite } from './functionSites';
import type { GeneratedPosition } from './location';
import { patternTargets } from './parameters';
import { declarationOf, type Declaration } from './scopeAnalysis';
import type { Script } from './script';

/** A place in a script that writes to a variable or property. */
export interface AssignmentSite {
  /** As written: `=`, `+=`, `??=`, `++` …; `for` for the head of a for-in or for-of loop. */
  readonly operator: string;
  /** Offsets of the whole assignment, or of the loop's variable. */
  readonly start: number;
  readonly end: number;
  /** Of `start`: a breakpoint there stops before the write. */
  readonly position: GeneratedPosition;
  /** Whether what is written is made from the old value, as a growing list or string is: `list = { next: list }`. */
  readonly mentionsItself: boolean;
  /** Undefined for `++`, `--` and loops. */
  readonly value?: Expression;
  /** Absent at module level. */
  readonly function?: FunctionSite;
}

/** What a node assigns to, and from what; several targets for a destructuring assignment. */
export interface Assignment {
  readonly operator: string;
  readonly node: AnyNode;
  readonly targets: readonly (Identifier | MemberExpression)[];
  /** Undefined for `++`, `--` and loops. */
  readonly value?: Expression;
}

/** All places that write a variable after its declaration, in the order of the script. */
export function assignmentsTo(script: Script, declaration: Declaration): readonly AssignmentSite[] {
  const sites: AssignmentSite[] = [];
  full(script.program, (node) => {
    for (const assignment of assignmentsIn(node)) {
      const isWritten = assignment.targets.some(
        (target) =>
          target.type === 'Identifier' &&
          target.name === declaration.name &&
          isOther(target.start, declaration, assignment) &&
          declarationOf(script, target.name, target.start) === declaration,
      );
      if (isWritten) sites.push(assignmentSite(script, assignment, declaration.name));
    }
  });
  return sites.sort((a, b) => a.start - b.start);
}

/** The assignments that a node makes itself: expressions, `++`, loop heads, and `var a = …`. */
export function assignmentsIn(node: AnyNode): readonly Assignment[] {
  if (node.type === 'AssignmentExpression') {
    const { operator, right, left } = node;
    return [{ operator, node, targets: patternTargets(left), value: right }];
  }
  if (node.type === 'UpdateExpression') {
    const { operator, argument } = node;
    const isTarget = argument.type === 'Identifier' || argument.type === 'MemberExpression';
    return [{ operator, node, targets: isTarget ? [argument] : [] }];
  }
  if (node.type === 'ForInStatement' || node.type === 'ForOfStatement') {
    const { left } = node;
    const patterns =
      left.type === 'VariableDeclaration' ? left.declarations.map(({ id }) => id) : [left];
    return [{ operator: 'for', node: left, targets: patterns.flatMap(patternTargets) }];
  }
  if (node.type === 'VariableDeclarator' && node.init) {
    return [{ operator: '=', node, targets: patternTargets(node.id), value: node.init }];
  }
  return [];
}

export function assignmentSite(
  script: Script,
  { operator, node, value }: Assignment,
  name: string,
): AssignmentSite {
  const around = functionAround(script, node.start);
  return {
    operator,
    start: node.start,
    end: node.end,
    position: script.lines.positionAt(node.start),
    mentionsItself: value === undefined || operator !== '=' || mentions(value, name),
    ...(value === undefined ? {} : { value }),
    ...(around === undefined ? {} : { function: around }),
  };
}

/** A declaration's own initializer is no assignment; that of a second `var`, or of a loop's variable, is. */
function isOther(target: number, declaration: Declaration, { operator }: Assignment): boolean {
  return target !== declaration.start || operator === 'for';
}

function mentions(value: Expression, name: string): boolean {
  let found = false;
  full(value, (node) => {
    if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') {
      found ||= node.name === name;
    }
    if (node.type === 'MemberExpression' && 'name' in node.property) {
      found ||= node.property.name === name;
    }
  });
  return found;
}
