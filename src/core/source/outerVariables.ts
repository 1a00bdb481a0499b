import { full } from 'acorn-walk';
import type { FunctionSite } from './functionSites';
import { declarationOf } from './scopeAnalysis';
import type { Script } from './script';

/**
 * Whether a function mentions a variable that is declared outside of it, itself or in a function in it.
 * Code that `eval` is given may mention any.
 */
export function mentionsOuterVariable(script: Script, site: FunctionSite, name: string): boolean {
  return identifiersIn(script).some(
    (identifier) =>
      site.start <= identifier.start &&
      identifier.end <= site.end &&
      (identifier.isEval ||
        (identifier.name === name && isOuter(script, site, name, identifier.start))),
  );
}

function isOuter(script: Script, site: FunctionSite, name: string, offset: number): boolean {
  const node = declarationOf(script, name, offset)?.scope.node;
  return node === undefined || node.start < site.start || node.end > site.end;
}

interface Mention {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** A direct call of `eval`, which sees all variables around it. */
  readonly isEval: boolean;
}

/** Every use of a variable by its name, which names of properties are not. */
function identifiersIn(script: Script): readonly Mention[] {
  const known = identifiersOfScripts.get(script);
  if (known !== undefined) return known;
  const found: Mention[] = [];
  full(script.program, (node) => {
    if (node.type !== 'Identifier') return;
    const { name, start, end } = node;
    found.push({ name, start, end, isEval: name === 'eval' });
  });
  identifiersOfScripts.set(script, found);
  return found;
}

const identifiersOfScripts = new WeakMap<Script, readonly Mention[]>();
