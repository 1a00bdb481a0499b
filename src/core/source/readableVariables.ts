import { full } from 'acorn-walk';
import type { FunctionSite } from './functionSites';
import { declarationOf, type Declaration, type DeclarationKind } from './scopeAnalysis';
import type { Script } from './script';

/** More are not read at each step. */
const mostVariables = 20;

const ofValues: ReadonlySet<DeclarationKind> = new Set(['var', 'let', 'const', 'parameter']);

/**
 * Variables that a breakpoint's condition can read at an offset of a function: those that its own text
 * mentions (of others V8 may keep none) and that have their values by then.
 */
export function readableVariables(
  script: Script,
  site: FunctionSite,
  offset: number,
): readonly Declaration[] {
  return mentionedNames(script, site)
    .map((name) => declarationOf(script, name, offset))
    .filter((declaration) => declaration !== undefined)
    .filter((declaration) => ofValues.has(declaration.kind) && isSet(declaration, site, offset))
    .slice(0, mostVariables);
}

/** A `let` of the function itself throws when it is read before its declaration has run. */
function isSet(
  { kind, start, end, initializer }: Declaration,
  site: FunctionSite,
  offset: number,
): boolean {
  const isOwn = site.start <= start && start < site.end;
  if (!isOwn || kind === 'var' || kind === 'parameter') return true;
  return (initializer?.end ?? end) <= offset;
}

const namesOfSites = new WeakMap<FunctionSite, readonly string[]>();

function mentionedNames({ program }: Script, site: FunctionSite): readonly string[] {
  const known = namesOfSites.get(site);
  if (known !== undefined) return known;
  const names = new Set<string>();
  full(program, (node) => {
    if (node.type !== 'Identifier' || node.start < site.start || node.end > site.end) return;
    names.add(node.name);
  });
  const found = [...names];
  namesOfSites.set(site, found);
  return found;
}
