import type { AnyNode, Function as FunctionNode } from 'acorn';
import { ancestor } from 'acorn-walk';
import type { Script } from './script';

/** A function in the syntax tree, of any form. */
export type FunctionTreeNode = AnyNode & FunctionNode;

export interface FoundFunctions {
  /** From the program to each function, and to each class that has no constructor. */
  readonly paths: readonly (readonly AnyNode[])[];
  readonly usesThis: ReadonlySet<AnyNode>;
  readonly usesArguments: ReadonlySet<AnyNode>;
}

/** The functions of a script, unordered. */
export function findFunctions(script: Script): FoundFunctions {
  const paths: (readonly AnyNode[])[] = [];
  const usesThis = new Set<AnyNode>();
  const usesArguments = new Set<AnyNode>();
  const noteThis = (_node: AnyNode, _state: unknown, path: AnyNode[]): void =>
    markUsers(path, usesThis);
  ancestor<unknown>(script.program, {
    Function: (_node, _state, path) => paths.push([...path]),
    Class: (node, _state, path) => {
      if (!node.body.body.some(isConstructor)) paths.push([...path]);
    },
    ThisExpression: noteThis,
    Super: noteThis,
    Identifier: (node, _state, path) => {
      if (node.name === 'arguments') markUsers(path, usesArguments);
    },
  });
  return { paths, usesThis, usesArguments };
}

/** Arrows pass `this` and `arguments` on; functions, class fields and static blocks have their own. */
function markUsers(path: readonly AnyNode[], users: Set<AnyNode>): void {
  for (let index = path.length - 1; index >= 0; index--) {
    const node = path[index]!;
    if (node.type === 'StaticBlock') return;
    if (node.type === 'PropertyDefinition' && node.key !== path[index + 1]) return;
    if (!isFunction(node)) continue;
    users.add(node);
    if (node.type !== 'ArrowFunctionExpression') return;
  }
}

export function isFunction(node: AnyNode): node is FunctionTreeNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}

function isConstructor(member: AnyNode): boolean {
  return member.type === 'MethodDefinition' && member.kind === 'constructor';
}
