import type { AnyNode, Expression } from 'acorn';
import type { FunctionSite } from './functionSites';
import type { GeneratedPosition } from './location';
import { buildScopes } from './scopeBuilder';
import type { Script } from './script';

export type DeclarationKind =
  | 'var'
  | 'let'
  | 'const'
  | 'using'
  | 'await using'
  | 'function'
  | 'class'
  | 'parameter'
  | 'catch'
  | 'import';

/** Where a variable comes into being: the identifier that declares it. */
export interface Declaration {
  readonly name: string;
  readonly kind: DeclarationKind;
  /** Offsets of the identifier. */
  readonly start: number;
  readonly end: number;
  readonly position: GeneratedPosition;
  readonly scope: Scope;
  /** What it is initialised with, for a plain `const a = …` (not for a destructuring one). */
  readonly initializer?: Expression;
  /** The property that it is taken from, for `const { property } = …` and `const { property: name } = …`. */
  readonly property?: string;
}

/** A region of a script in which variables are declared. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class' | 'block';
  /** The node whose scope it is; the body of a function is a block inside the function's scope. */
  readonly node: AnyNode;
  readonly parent?: Scope;
  /** In the order of the script. */
  readonly children: readonly Scope[];
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** `(() => { … })()` around a whole module, as bundlers and loaders write it. */
  readonly isWrapper: boolean;
}

/**
 * The declaration that a name refers to at an offset; without one, a declaration of the module itself.
 *
 * Block functions are seen in their block only, whatever sloppy mode adds to that.
 */
export function declarationOf(
  script: Script,
  name: string,
  insideOffset?: number,
): Declaration | undefined {
  const module = moduleScope(script);
  if (insideOffset === undefined) return declaredInModule(module, name);
  return lookUp(scopeAt(module, insideOffset), name);
}

/** The declaration of a variable in the context of a live closure: declared around the function, not in it. */
export function capturedDeclaration(
  script: Script,
  name: string,
  site: FunctionSite,
): Declaration | undefined {
  const inside = scopeAt(moduleScope(script), site.bodyStart);
  const own = ancestry(inside).find(({ node }) => node.start >= site.start);
  return lookUp(own?.parent ?? inside, name) ?? lookUp(inside, name);
}

/** All declarations of a name, the outermost first. */
export function declarationsNamed(script: Script, name: string): readonly Declaration[] {
  return collect([moduleScope(script)], name);
}

/** The scope tree of a script; built once. */
export function moduleScope(script: Script): Scope {
  const known = trees.get(script);
  if (known !== undefined) return known;
  const tree = buildScopes(script);
  trees.set(script, tree);
  return tree;
}

/** Scripts never change, and every question about one needs its tree. */
const trees = new WeakMap<Script, Scope>();

function collect(scopes: readonly Scope[], name: string): readonly Declaration[] {
  if (scopes.length === 0) return [];
  const here = scopes.flatMap(({ declarations }) => declarations.get(name) ?? []);
  return [
    ...here,
    ...collect(
      scopes.flatMap(({ children }) => children),
      name,
    ),
  ];
}

function lookUp(scope: Scope | undefined, name: string): Declaration | undefined {
  if (scope === undefined) return undefined;
  return scope.declarations.get(name) ?? lookUp(scope.parent, name);
}

function declaredInModule(module: Scope, name: string): Declaration | undefined {
  const own = module.declarations.get(name);
  if (own !== undefined) return own;
  for (const child of module.children.filter(({ isWrapper }) => isWrapper)) {
    const wrapped = declaredInModule(child, name);
    if (wrapped !== undefined) return wrapped;
  }
  return undefined;
}

function scopeAt(scope: Scope, offset: number): Scope {
  const { children } = scope;
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (children[middle]!.node.end <= offset) low = middle + 1;
    else high = middle;
  }
  const child = children[low];
  return child !== undefined && child.node.start <= offset ? scopeAt(child, offset) : scope;
}

/** From the outermost scope to this one. */
function ancestry(scope: Scope): readonly Scope[] {
  return scope.parent === undefined ? [scope] : [...ancestry(scope.parent), scope];
}
