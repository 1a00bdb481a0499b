import type { Expression, Identifier, MemberExpression, Super } from 'acorn';
import { keyName } from './functionBinding';
import { functionAround, type FunctionSite } from './functionSites';
import { declarationOf, type Declaration } from './scopeAnalysis';
import type { Script } from './script';

/** What holds a growing collection, as a chain names it: a variable, or a property of objects of a class. */
export type Holder =
  | { readonly kind: 'variable'; readonly declaration: Declaration }
  | {
      readonly kind: 'property';
      /** `items`, or `#items` for a private one. */
      readonly property: string;
      readonly className?: string;
    };

/**
 * Whether an expression is the holder: itself, `holder ??= []`, `a ?? holder`, or a constant that was set to it
 * (`const { items } = this`).
 */
export function isHolder(script: Script, node: Expression | Super, holder: Holder): boolean {
  if (node.type === 'ChainExpression') return isHolder(script, node.expression, holder);
  if (node.type === 'AssignmentExpression') {
    return node.left.type === 'MemberExpression' || node.left.type === 'Identifier'
      ? isHolder(script, node.left, holder)
      : false;
  }
  if (node.type === 'LogicalExpression') {
    return isHolder(script, node.left, holder) || isHolder(script, node.right, holder);
  }
  if (node.type === 'MemberExpression') return isHolderMember(script, node, holder);
  if (node.type !== 'Identifier') return false;
  const declaration = declarationOf(script, node.name, node.start);
  if (declaration === undefined)
    return holder.kind === 'property' && isGlobalVariable(script, node, holder);
  if (holder.kind === 'variable' && declaration === holder.declaration) return true;
  return declaration.kind === 'const' && isAlias(script, declaration, holder);
}

/** As the class of the global object is called. */
export const globalClass = 'globalThis';

/** Whether a name is this property, of the global object: nothing declares it. */
export function isGlobalVariable(
  script: Script,
  { name, start }: Identifier,
  { property, className }: { readonly property: string; readonly className?: string },
): boolean {
  const isNamed = className === globalClass && name === property;
  return isNamed && declarationOf(script, name, start) === undefined;
}

/** Whether a member expression is the holder's property; `this` in another class is not. */
export function isHolderMember(script: Script, node: MemberExpression, holder: Holder): boolean {
  if (holder.kind !== 'property' || memberName(script, node) !== holder.property) return false;
  if (holder.className === undefined || node.object.type !== 'ThisExpression') return true;
  const owner = thisOwner(functionAround(script, node.start));
  return owner === undefined || owner === holder.className;
}

/** The name of a member that is written in the script: `a.b`, `a.#b`, `a['b']`; undefined for `a[b]`. */
export function memberName(script: Script, node: MemberExpression): string | undefined {
  const name = keyName(script, { key: node.property, computed: node.computed });
  return name.startsWith('[') ? undefined : name;
}

/** What `this` is an instance of in a function: its class, its constructor function, its object literal. */
export function thisOwner(site: FunctionSite | undefined): string | undefined {
  if (site === undefined) return undefined;
  if (site.className !== undefined) return site.className;
  if (site.isArrow) return thisOwner(site.parent);
  return site.holderName ?? (site.name === '' ? undefined : site.name);
}

/** One step only: a constant of a constant of the holder is not followed. */
function isAlias(script: Script, declaration: Declaration, holder: Holder): boolean {
  const { initializer, property } = declaration;
  if (holder.kind === 'property' && property === holder.property) return true;
  if (initializer?.type === 'MemberExpression') return isHolderMember(script, initializer, holder);
  if (initializer?.type !== 'Identifier' || holder.kind !== 'variable') return false;
  return declarationOf(script, initializer.name, initializer.start) === holder.declaration;
}
