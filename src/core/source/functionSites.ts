import type { AnyNode } from 'acorn';
import { className, enclosingClass, functionBinding, isClass } from './functionBinding';
import {
  findFunctions,
  isFunction,
  type FoundFunctions,
  type FunctionTreeNode,
} from './functionNodes';
import { functionLocationOffset } from './functionLocation';
import type { GeneratedPosition } from './location';
import { parameters, type Parameter } from './parameters';
import type { FunctionKind } from '../report/report';
import { skipTrivia, type Script } from './script';
import { claimedRange, type PlacedFunction, type PositionRange } from './siteSelection';

/**
 * One function of a script, in the terms of the text that runs.
 *
 * A class without a constructor has a site too (`isImplicit`), since V8 has a function for it.
 * The hidden functions that run class fields and static blocks have none.
 */
export interface FunctionSite extends PlacedFunction {
  /** The name that it is bound to in the source; a constructor has its class's, an anonymous function has ''. */
  readonly name: string;
  /** Offset of the name; absent where none is written. A constructor has its class's. */
  readonly nameStart?: number;
  /** The name after `function`, where it differs from the name that it is bound to. */
  readonly ownName?: string;
  readonly kind: FunctionKind;
  readonly className?: string;
  /** Offset of the class's name, where it is written. */
  readonly classNameStart?: number;
  /** For a function in an object literal or assigned to a property: what it is a property of. */
  readonly holderName?: string;
  readonly accessor?: 'get' | 'set';
  readonly isStatic: boolean;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly isArrow: boolean;
  readonly isImplicit: boolean;
  readonly parameters: readonly Parameter[];
  /** `this` or `super` in it, arrows in it included. */
  readonly usesThis: boolean;
  readonly usesArguments: boolean;
  /** Offsets of the node: from `function`, `async`, the first parameter or a member's first modifier to the end of the body. */
  readonly start: number;
  readonly end: number;
  /** Offset of the body; for an implicit constructor that of the class body. */
  readonly bodyStart: number;
  /** Offsets of what `Function.prototype.toString` answers for it. */
  readonly textStart: number;
  readonly textEnd: number;
  /** What V8 answers as `[[FunctionLocation]]`. */
  readonly location: GeneratedPosition;
  /** The function that it is nested in. */
  readonly parent?: FunctionSite;
}

/** Every function of a script, in the order in which they begin; found once, so that sites can be compared. */
export function functionSites(script: Script): readonly FunctionSite[] {
  const known = sitesOfScripts.get(script);
  if (known !== undefined) return known;
  const sites = describeFunctions(script);
  sitesOfScripts.set(script, sites);
  return sites;
}

/** The innermost function around an offset; the hidden functions of class fields do not count. */
export function functionAround(script: Script, offset: number): FunctionSite | undefined {
  return functionSites(script).findLast(
    ({ start, end, isImplicit }) => !isImplicit && start <= offset && offset < end,
  );
}

const sitesOfScripts = new WeakMap<Script, readonly FunctionSite[]>();

function describeFunctions(script: Script): readonly FunctionSite[] {
  const found = findFunctions(script);
  const sites = new Map<AnyNode, FunctionSite>();
  const inOrder = found.paths
    .map((path) => ({ path, node: path.at(-1)! }))
    .sort((a, b) => a.node.start - b.node.start || b.node.end - a.node.end);
  for (const { path, node } of inOrder) {
    const parentNode = path.findLast((other) => other !== node && isFunction(other));
    const parent = parentNode === undefined ? undefined : sites.get(parentNode);
    sites.set(node, describe(script, path, found, parent));
  }
  return [...sites.values()].sort((a, b) => a.start - b.start || b.end - a.end);
}

function describe(
  script: Script,
  path: readonly AnyNode[],
  found: FoundFunctions,
  parent: FunctionSite | undefined,
): FunctionSite {
  const node = path.at(-1)!;
  const relation = parent === undefined ? { depth: 0 } : { parent, depth: parent.depth + 1 };
  if (isClass(node)) return implicitConstructor(script, path, relation);
  const functionNode = node as FunctionTreeNode;
  const member = classMember(path);
  const binding = functionBinding(script, path);
  const isOwn = member !== undefined || binding.holder === 'this';
  const classPath = isOwn ? enclosingClass(path) : undefined;
  const ofClass = classPath === undefined ? binding.prototypeOf : className(script, classPath);
  const isConstructorSite = member?.kind === 'constructor';
  const ownName = functionNode.id?.name;
  const ofClassStart = classPath === undefined ? undefined : classNameStart(script, classPath);
  const nameStart = isConstructorSite ? ofClassStart : binding.nameStart;
  const start = definitionStart(path, member !== undefined);
  const location = functionLocationOffset(script, functionNode);
  const end = functionNode.end;
  return {
    name: isConstructorSite ? (ofClass ?? '') : binding.name,
    ...(nameStart === undefined ? {} : { nameStart }),
    ...(ownName === undefined || ownName === binding.name ? {} : { ownName }),
    kind: kindOf(path, binding.prototypeOf !== undefined),
    ...(ofClass === undefined ? {} : { className: ofClass }),
    ...(ofClassStart === undefined ? {} : { classNameStart: ofClassStart }),
    ...(binding.holder === undefined ? {} : { holderName: binding.holder }),
    ...accessorOf(path),
    isStatic: member?.static ?? false,
    isAsync: functionNode.async,
    isGenerator: functionNode.generator,
    isArrow: functionNode.type === 'ArrowFunctionExpression',
    isImplicit: false,
    parameters: parameters(script, functionNode),
    usesThis: found.usesThis.has(functionNode),
    usesArguments: found.usesArguments.has(functionNode),
    start,
    end,
    bodyStart: functionNode.body.start,
    ...textRange(script, path, start),
    location: script.lines.positionAt(location),
    head: script.lines.positionAt(binding.start),
    range: rangeOf(script, start, end),
    claims: [
      claimedRange(script, binding.start, end),
      ...(isConstructorSite ? [classHeader(script, classPath!)] : []),
    ],
    ...relation,
  };
}

function implicitConstructor(
  script: Script,
  path: readonly AnyNode[],
  relation: { readonly parent?: FunctionSite; readonly depth: number },
): FunctionSite {
  const node = path.at(-1)!;
  const name = className(script, path);
  const nameStart = classNameStart(script, path);
  const bodyStart = isClass(node) ? node.body.start : node.start;
  return {
    name,
    ...(nameStart === undefined ? {} : { nameStart }),
    kind: 'constructor',
    className: name,
    ...(nameStart === undefined ? {} : { classNameStart: nameStart }),
    isStatic: false,
    isAsync: false,
    isGenerator: false,
    isArrow: false,
    isImplicit: true,
    parameters: [],
    usesThis: true,
    usesArguments: false,
    start: node.start,
    end: node.end,
    bodyStart,
    textStart: node.start,
    textEnd: node.end,
    location: script.lines.positionAt(node.start),
    head: script.lines.positionAt(functionBinding(script, path).start),
    range: rangeOf(script, node.start, bodyStart),
    claims: [classHeader(script, path)],
    ...relation,
  };
}

/** From what binds the class to the brace that opens its body: a cursor there means its constructor. */
function classHeader(script: Script, classPath: readonly AnyNode[]): PositionRange {
  const node = classPath.at(-1)!;
  const bodyStart = isClass(node) ? node.body.start + 1 : node.end;
  return claimedRange(script, functionBinding(script, classPath).start, bodyStart);
}

function classNameStart(script: Script, path: readonly AnyNode[]): number | undefined {
  const node = path.at(-1)!;
  return isClass(node) && node.id ? node.id.start : functionBinding(script, path).nameStart;
}

interface ClassMember {
  readonly kind: 'constructor' | 'method' | 'get' | 'set' | 'field';
  readonly static: boolean;
}

function classMember(path: readonly AnyNode[]): ClassMember | undefined {
  const parent = path.at(-2);
  if (parent?.type === 'MethodDefinition') return parent;
  if (parent?.type !== 'PropertyDefinition') return undefined;
  return parent.value === path.at(-1) ? { kind: 'field', static: parent.static } : undefined;
}

function kindOf(path: readonly AnyNode[], onPrototype: boolean): FunctionKind {
  const node = path.at(-1)!;
  const parent = path.at(-2);
  if (node.type === 'ArrowFunctionExpression') return 'arrow';
  if (parent?.type === 'MethodDefinition') {
    return parent.kind === 'constructor' ? 'constructor' : 'method';
  }
  const isMember = parent?.type === 'Property' && (parent.method || parent.kind !== 'init');
  return isMember || onPrototype ? 'method' : 'function';
}

function accessorOf(path: readonly AnyNode[]): { readonly accessor?: 'get' | 'set' } {
  const parent = path.at(-2);
  if (parent?.type !== 'MethodDefinition' && parent?.type !== 'Property') return {};
  if (parent.value !== path.at(-1)) return {};
  return parent.kind === 'get' || parent.kind === 'set' ? { accessor: parent.kind } : {};
}

/** Methods begin with their modifiers, not at the parenthesis where their function node begins. */
function definitionStart(path: readonly AnyNode[], isClassMember: boolean): number {
  const node = path.at(-1)!;
  const parent = path.at(-2);
  if (isClassMember) return parent?.type === 'MethodDefinition' ? parent.start : node.start;
  if (parent?.type !== 'Property' || parent.value !== node) return node.start;
  return parent.method || parent.kind !== 'init' ? parent.start : node.start;
}

/** A constructor prints its whole class; a static method prints without `static`. */
function textRange(
  script: Script,
  path: readonly AnyNode[],
  start: number,
): { readonly textStart: number; readonly textEnd: number } {
  const node = path.at(-1)!;
  const parent = path.at(-2);
  if (parent?.type !== 'MethodDefinition') return { textStart: start, textEnd: node.end };
  if (parent.kind === 'constructor') {
    const classNode = enclosingClass(path)!.at(-1)!;
    return { textStart: classNode.start, textEnd: classNode.end };
  }
  if (!parent.static) return { textStart: start, textEnd: node.end };
  return { textStart: skipTrivia(script, start + 'static'.length), textEnd: node.end };
}

function rangeOf(script: Script, start: number, end: number): PositionRange {
  return { start: script.lines.positionAt(start), end: script.lines.positionAt(end) };
}
