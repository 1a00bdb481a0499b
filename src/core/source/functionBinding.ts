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
  /** Offset of the name itself; absent for an anonymous function. */
  readonly nameStart?: number;
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
    return { ...named(parent.id, node), start: declaratorStart(path) };
  }
  if (parent?.type === 'AssignmentExpression') return assignedBinding(script, path.slice(0, -1));
  if (parent?.type === 'AssignmentPattern') {
    return { ...named(parent.left, node), start: node.start };
  }
  if (parent?.type === 'Property' && parent.value === node) return propertyBinding(script, path);
  if (isMember(parent) && parent.value === node) {
    return { name: keyName(script, parent), nameStart: parent.key.start, start: parent.start };
  }
  if (parent?.type === 'ExportDefaultDeclaration') {
    return { name: 'default', ...ownName(node), start: parent.start };
  }
  if (parent?.type === 'ExportNamedDeclaration') {
    return { name: '', ...ownName(node), start: parent.start };
  }
  if (parent?.type === 'LogicalExpression' || parent?.type === 'ConditionalExpression') {
    return { ...functionBinding(script, path.slice(0, -1)), start: node.start };
  }
  const kept = keptName(path);
  if (kept !== undefined) {
    const binding = functionBinding(script, path.slice(0, -1));
    return binding.name === '' ? { ...binding, name: kept } : binding;
  }
  return { name: '', ...ownName(node), start: node.start };
}

/** `const f = __name(() => …, "f")`: esbuild's way to keep names hides the binding behind a call. */
function keptName(path: readonly AnyNode[]): string | undefined {
  const call = path.at(-2);
  if (call?.type !== 'CallExpression' || call.arguments[0] !== path.at(-1)) return undefined;
  const { callee, arguments: args } = call;
  const isHelper = callee.type === 'Identifier' && /^__name\d*$/.test(callee.name);
  const name = args.length === 2 && args[1]?.type === 'Literal' ? args[1].value : undefined;
  return isHelper && typeof name === 'string' ? name : undefined;
}

/** The name of a class as V8 uses it for its instances: its own, else what it is bound to. */
export function className(script: Script, path: readonly AnyNode[]): string {
  return ownName(path.at(-1)!)?.name ?? functionBinding(script, path).name;
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

interface Name {
  readonly name: string;
  readonly nameStart: number;
}

function named(pattern: Pattern, node: AnyNode): Name | { readonly name: string } {
  if (pattern.type === 'Identifier') return { name: pattern.name, nameStart: pattern.start };
  return ownName(node) ?? { name: '' };
}

/** The name after `function` or `class`. */
function ownName(node: AnyNode): Name | undefined {
  if (!('id' in node) || node.id?.type !== 'Identifier') return undefined;
  return { name: node.id.name, nameStart: node.id.start };
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
    const name = left.name === 'exports' ? 'module.exports' : left.name;
    return { name, nameStart: left.start, start };
  }
  if (left?.type !== 'MemberExpression') return { name: '', start };
  const nameStart = left.property.start;
  if (memberPath(script, left) === 'module.exports') {
    return { name: 'module.exports', nameStart: left.start, start };
  }
  const name = keyName(script, { key: left.property, computed: left.computed });
  const holder = memberPath(script, left.object);
  const prototypeOf = holder === undefined ? undefined : /^(.+)\.prototype$/.exec(holder)?.[1];
  return {
    name,
    nameStart,
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
  if (property.type !== 'Property') return { name: '', start: property.start };
  const { start, key } = property;
  const binding = { name: keyName(script, property), nameStart: key.start, start };
  const literal = path.slice(0, -2);
  if (literal.at(-1)?.type !== 'ObjectExpression') return binding;
  const { name: owner, holder } = functionBinding(script, literal);
  if (owner === '') return binding;
  return owner === 'prototype' && holder !== undefined
    ? { ...binding, holder: `${holder}.prototype`, prototypeOf: holder }
    : { ...binding, holder: owner };
}

/** Whether a node is a class, of either form. */
export function isClass(node: AnyNode): node is AnyNode & Class {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}
