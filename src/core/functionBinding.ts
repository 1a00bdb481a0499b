import type {
  AnyNode,
  Class,
  Expression,
  MethodDefinition,
  Pattern,
  PrivateIdentifier,
  PropertyDefinition,
  Super,
} from 'acorn';
import type { Script } from './script';

/** What a function or class is called in the source, and where that statement begins. */
export interface FunctionBinding {
  /** Empty for an anonymous function. */
  readonly name: string;
  /** The object literal, constructor function or path that the name is a property of: `api` in `api.list = …`. */
  readonly holder?: string;
  /** `Queue.prototype.push = function …`: a method of `Queue`. */
  readonly prototypeOf?: string;
  /** Offset of the statement, property or class member that binds the name. */
  readonly start: number;
}

/**
 * The name that a function or class is bound to; `path` leads from the program to its node.
 *
 * A name goes through `a || function …` and `c ? function … : function …`, as a reader would take it;
 * not through calls: `const f = once(() => …)` binds what `once` answers.
 */
export function functionBinding(script: Script, path: readonly AnyNode[]): FunctionBinding {
  const node = path.at(-1)!;
  const parent = path.at(-2);
  if (parent?.type === 'VariableDeclarator') {
    return { name: identifierName(parent.id) ?? ownName(node), start: declaratorStart(path) };
  }
  if (parent?.type === 'AssignmentExpression') return assignedBinding(script, path.slice(0, -1));
  if (parent?.type === 'AssignmentPattern') {
    return { name: identifierName(parent.left) ?? ownName(node), start: node.start };
  }
  if (parent?.type === 'Property' && parent.value === node) return propertyBinding(script, path);
  if (isMember(parent) && parent.value === node) {
    return { name: keyName(script, parent), start: parent.start };
  }
  if (parent?.type === 'ExportDefaultDeclaration') {
    return { name: ownName(node) || 'default', start: parent.start };
  }
  if (parent?.type === 'ExportNamedDeclaration') {
    return { name: ownName(node), start: parent.start };
  }
  if (parent?.type === 'LogicalExpression' || parent?.type === 'ConditionalExpression') {
    return { ...functionBinding(script, path.slice(0, -1)), start: node.start };
  }
  return { name: ownName(node), start: node.start };
}

/** The name of a class as V8 uses it for its instances: its own, else what it is bound to. */
export function className(script: Script, path: readonly AnyNode[]): string {
  return ownName(path.at(-1)!) || functionBinding(script, path).name;
}

/** The class that a member belongs to; `path` ends inside the member or with it. */
export function enclosingClass(path: readonly AnyNode[]): readonly AnyNode[] | undefined {
  const body = path.findLastIndex(({ type }) => type === 'ClassBody');
  return body < 1 ? undefined : path.slice(0, body);
}

/** The key of a property or class member: `list`, `#items`, `[Symbol.iterator]`, `12`. */
export function keyName(
  script: Script,
  member: { readonly key: Expression | PrivateIdentifier; readonly computed: boolean },
): string {
  const { key } = member;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return String(key.value);
  if (key.type === 'Identifier' && !member.computed) return key.name;
  return `[${script.text.slice(key.start, key.end)}]`;
}

/** `a.b.#c` for plain member chains on an identifier, `this` or `super`; undefined for all else. */
export function memberPath(script: Script, node: Expression | Pattern | Super): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ThisExpression') return 'this';
  if (node.type === 'Super') return 'super';
  if (node.type === 'ChainExpression') return memberPath(script, node.expression);
  if (node.type !== 'MemberExpression') return undefined;
  const object = memberPath(script, node.object);
  if (object === undefined) return undefined;
  const name = keyName(script, { key: node.property, computed: node.computed });
  return name.startsWith('[') ? `${object}${name}` : `${object}.${name}`;
}

function isMember(
  node: AnyNode | undefined,
): node is AnyNode & (MethodDefinition | PropertyDefinition) {
  return node?.type === 'MethodDefinition' || node?.type === 'PropertyDefinition';
}

function identifierName(pattern: Pattern): string | undefined {
  return pattern.type === 'Identifier' ? pattern.name : undefined;
}

function ownName(node: AnyNode): string {
  return 'id' in node && node.id?.type === 'Identifier' ? node.id.name : '';
}

/** `export const a = …` begins at `export`; the second declarator of a list begins at its own name. */
function declaratorStart(path: readonly AnyNode[]): number {
  const [exported, declaration, declarator] = path.slice(-4, -1);
  if (declaration?.type !== 'VariableDeclaration') return declarator?.start ?? path.at(-1)!.start;
  if (declaration.declarations[0] !== declarator) return declarator!.start;
  return exported?.type === 'ExportNamedDeclaration' ? exported.start : declaration.start;
}

/** `path` ends with the assignment. */
function assignedBinding(script: Script, path: readonly AnyNode[]): FunctionBinding {
  const assignment = path.at(-1)!;
  const left = assignment.type === 'AssignmentExpression' ? assignment.left : undefined;
  const start = outermostAssignment(path).start;
  if (left?.type === 'Identifier') {
    return { name: left.name === 'exports' ? 'module.exports' : left.name, start };
  }
  if (left?.type !== 'MemberExpression') return { name: '', start };
  if (memberPath(script, left) === 'module.exports') return { name: 'module.exports', start };
  const name = keyName(script, { key: left.property, computed: left.computed });
  const holder = memberPath(script, left.object);
  const prototypeOf = holder === undefined ? undefined : /^(.+)\.prototype$/.exec(holder)?.[1];
  return {
    name,
    ...(holder === undefined ? {} : { holder }),
    ...(prototypeOf === undefined ? {} : { prototypeOf }),
    start,
  };
}

function outermostAssignment(path: readonly AnyNode[]): AnyNode {
  const index = path.findLastIndex(({ type }) => type !== 'AssignmentExpression');
  const statement = path[index];
  return statement?.type === 'ExpressionStatement' ? statement : path[index + 1]!;
}

function propertyBinding(script: Script, path: readonly AnyNode[]): FunctionBinding {
  const property = path.at(-2)!;
  const name = property.type === 'Property' ? keyName(script, property) : '';
  const literal = path.slice(0, -2);
  if (literal.at(-1)?.type !== 'ObjectExpression') return { name, start: property.start };
  const { name: owner, holder } = functionBinding(script, literal);
  if (owner === '') return { name, start: property.start };
  if (owner === 'prototype' && holder !== undefined) {
    return { name, holder: `${holder}.prototype`, prototypeOf: holder, start: property.start };
  }
  return { name, holder: owner, start: property.start };
}

/** Whether a node is a class, of either form. */
export function isClass(node: AnyNode): node is AnyNode & Class {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}
