import type { AnyNode, CallExpression, Expression, Pattern, Program } from 'acorn';
import { base, recursive, type RecursiveVisitors, type WalkerCallback } from 'acorn-walk';
import { boundIdentifiers } from './parameters';
import type { Declaration, DeclarationKind, Scope } from './scopeAnalysis';
import type { Script } from './script';

/** The scope tree of a script, from one walk over its syntax tree. */
export function buildScopes(script: Script): Scope {
  return new ScopeBuilder(script).build();
}

interface OpenScope extends Scope {
  readonly parent?: OpenScope;
  readonly children: OpenScope[];
  readonly declarations: Map<string, Declaration>;
}

type Visit = WalkerCallback<OpenScope>;

class ScopeBuilder {
  /** Functions and arrows that are called where they stand. */
  readonly #invoked = new Set<AnyNode>();

  constructor(private readonly script: Script) {}

  build(): Scope {
    const module = this.#open('module', this.script.program);
    recursive(this.script.program, module, this.#visitors());
    sortChildren(module); // the walker takes the test of a do-while before its body
    return module;
  }

  #visitors(): RecursiveVisitors<OpenScope> {
    const block =
      (type: BlockType) =>
      (node: AnyNode, scope: OpenScope, visit: Visit): void =>
        walkBase(type, node, this.#open('block', node, scope), visit);
    return {
      Function: (node, scope, visit) => {
        const own = node as AnyNode;
        const isDeclaration = own.type === 'FunctionDeclaration';
        const inner = this.#open('function', own, scope);
        if (node.id) this.#declare(isDeclaration ? scope : inner, 'function', node.id);
        for (const parameter of node.params) this.#declare(inner, 'parameter', parameter);
        walkBase('Function', own, inner, visit);
      },
      Class: (node, scope, visit) => {
        const own = node as AnyNode;
        const inner = this.#open('class', own, scope);
        const isDeclaration = own.type === 'ClassDeclaration';
        if (node.id) this.#declare(isDeclaration ? scope : inner, 'class', node.id);
        walkBase('Class', own, inner, visit);
      },
      CallExpression: (node, scope, visit) => {
        this.#invoked.add(calledFunction(node));
        walkBase('CallExpression', node, scope, visit);
      },
      VariableDeclaration: (node, scope, visit) => {
        const target = node.kind === 'var' ? functionScope(scope) : scope;
        for (const { id, init } of node.declarations) this.#declare(target, node.kind, id, init);
        walkBase('VariableDeclaration', node, scope, visit);
      },
      ImportDeclaration: (node, scope) => {
        for (const { local } of node.specifiers) this.#declare(scope, 'import', local);
      },
      CatchClause: (node, scope, visit) => {
        const inner = this.#open('block', node, scope);
        if (node.param) this.#declare(inner, 'catch', node.param);
        walkBase('CatchClause', node, inner, visit);
      },
      StaticBlock: (node, scope, visit) =>
        walkBase('StaticBlock', node, this.#open('function', node, scope), visit),
      BlockStatement: block('BlockStatement'),
      SwitchStatement: block('SwitchStatement'),
      ForStatement: block('ForStatement'),
      ForInStatement: block('ForInStatement'),
      ForOfStatement: block('ForOfStatement'),
    };
  }

  #open(kind: Scope['kind'], node: AnyNode | Program, parent?: OpenScope): OpenScope {
    const isBody = kind === 'block' && parent?.kind === 'function' && bodyOf(parent.node) === node;
    const isOutermost = parent?.kind === 'module' || parent?.isWrapper === true;
    const isInvoked = isBody || this.#invoked.has(node);
    const scope: OpenScope = {
      kind,
      node,
      children: [],
      declarations: new Map(),
      isWrapper: isOutermost && isInvoked,
      ...(parent === undefined ? {} : { parent }),
    };
    parent?.children.push(scope);
    return scope;
  }

  #declare(
    scope: OpenScope,
    kind: DeclarationKind,
    pattern: Pattern,
    initializer?: Expression | null,
  ): void {
    for (const { name, start, end } of boundIdentifiers(pattern)) {
      if (kind === 'var' && scope.declarations.has(name)) continue; // the first is the declaration
      const position = this.script.lines.positionAt(start);
      const origin = {
        ...(pattern.type === 'Identifier' && initializer ? { initializer } : {}),
        ...destructuredProperty(pattern, start),
      };
      scope.declarations.set(name, { name, kind, start, end, position, scope, ...origin });
    }
  }
}

/** `{ items }`, `{ items: list }`, `{ items = [] }`: the property that the identifier at an offset stands for. */
function destructuredProperty(pattern: Pattern, start: number): { readonly property?: string } {
  if (pattern.type !== 'ObjectPattern') return {};
  for (const each of pattern.properties) {
    if (each.type !== 'Property' || each.computed || each.key.type !== 'Identifier') continue;
    const value = each.value.type === 'AssignmentPattern' ? each.value.left : each.value;
    if (value.type === 'Identifier' && value.start === start) return { property: each.key.name };
  }
  return {};
}

type BlockType =
  'BlockStatement' | 'SwitchStatement' | 'ForStatement' | 'ForInStatement' | 'ForOfStatement';

/** What acorn-walk does for a node that nobody asked for: it visits the children. */
function walkBase(
  type: keyof RecursiveVisitors<OpenScope>,
  node: AnyNode,
  scope: OpenScope,
  visit: Visit,
): void {
  const walk = base[type] as (node: AnyNode, scope: OpenScope, visit: Visit) => void;
  walk(node, scope, visit);
}

/** The function in `(function () { … })()` and `(function () { … }).call(this)`. */
function calledFunction({ callee }: CallExpression): AnyNode {
  return callee.type === 'MemberExpression' ? callee.object : callee;
}

function bodyOf(node: AnyNode): unknown {
  return 'body' in node ? node.body : undefined;
}

function sortChildren({ children }: OpenScope): void {
  children.sort((a, b) => a.node.start - b.node.start);
  for (const child of children) sortChildren(child);
}

/** Where `var` goes. */
function functionScope(scope: OpenScope): OpenScope {
  const isOwn = scope.kind === 'function' || scope.kind === 'module';
  return isOwn || scope.parent === undefined ? scope : functionScope(scope.parent);
}
