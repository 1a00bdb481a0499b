import { full } from 'acorn-walk';
import type { AnyNode } from 'acorn';
import type { Script } from './script';

/**
 * Where a breakpoint stops before the expression at an offset: V8 stops at the beginning of a
 * statement, of a declared variable's value and of an arrow function's value, not at an expression
 * within. (Asked for another place it takes the next one, which is behind the expression.)
 *
 * Undefined where that is in another line: what is recorded there would not tell the line.
 */
export function placeToStop(script: Script, offset: number): number | undefined {
  let innermost: number | undefined;
  full(script.program, (node) => {
    if (node.start > offset || offset >= node.end) return;
    const start = firstStop(node, offset);
    if (start !== undefined) innermost = Math.max(innermost ?? 0, start);
  });
  if (innermost === undefined) return offset;
  const { line0 } = script.lines.positionAt(innermost);
  return line0 === script.lines.positionAt(offset).line0 ? innermost : undefined;
}

function firstStop(node: AnyNode, offset: number): number | undefined {
  switch (node.type) {
    case 'ExpressionStatement':
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'IfStatement':
    case 'SwitchStatement':
    case 'VariableDeclarator':
      return node.start;
    case 'ArrowFunctionExpression':
      return isWithin(node.body, offset) && node.expression ? node.body.start : undefined;
    // Each part of a loop's head is a place of its own.
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return isWithin(node.body, offset) ? undefined : offset;
    default:
      return undefined;
  }
}

function isWithin({ start, end }: AnyNode, offset: number): boolean {
  return start <= offset && offset < end;
}
