import { assignmentsTo, type AssignmentSite } from './assignmentSites';
import { isBeforeSuper } from './beforeSuper';
import type { GeneratedPosition } from './location';
import { mutationCalls } from './mutationCalls';
import { placeToStop } from './placeToStop';
import { declarationOf, type Declaration, type Scope } from './scopeAnalysis';
import type { Script } from './script';

/** A place at which what a variable holds may become larger. */
export interface AdditionSite {
  /** `mutation`: `list.push(x)`; `assignment`: `list = [...list, x]`. */
  readonly kind: 'assignment' | 'mutation';
  /** A breakpoint there stops before the write. */
  readonly position: GeneratedPosition;
}

/**
 * Where what a variable holds may become larger.
 *
 * Where two variables take turns (`current = next`), giving one's value to the other adds nothing: what
 * is done to the other one counts. A place at which a breakpoint would break the program is left out,
 * and one before which V8 does not stop in the same line.
 */
export function additionsTo(script: Script, declaration: Declaration): readonly AdditionSite[] {
  const sites: AdditionSite[] = [];
  const add = (kind: AdditionSite['kind'], offset: number | undefined): void => {
    if (offset === undefined || isBeforeSuper(script, offset)) return;
    sites.push({ kind, position: script.lines.positionAt(offset) });
  };
  const variables = new Set([declaration]);
  for (const variable of variables) {
    for (const site of assignmentsTo(script, variable)) {
      const source = sourceVariable(script, site, variable.scope);
      if (source !== undefined) variables.add(source);
      else add('assignment', placeToStop(script, site.start));
    }
    const holder = { kind: 'variable', declaration: variable } as const;
    for (const { position } of mutationCalls(script, holder)) {
      add('mutation', script.lines.offsetAt(position));
    }
  }
  return sites;
}

/** The variable that is assigned, if it lives as long: that of a call may hold what the call made. */
function sourceVariable(
  script: Script,
  { operator, value }: AssignmentSite,
  scope: Scope,
): Declaration | undefined {
  if (operator !== '=' || value?.type !== 'Identifier') return undefined;
  const source = declarationOf(script, value.name, value.start);
  return source !== undefined && contains(source.scope, scope) ? source : undefined;
}

function contains(outer: Scope, inner: Scope | undefined): boolean {
  if (inner === undefined) return false;
  return outer === inner || contains(outer, inner.parent);
}
