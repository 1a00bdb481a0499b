import { full } from 'acorn-walk';
import { functionAround, functionSites, type FunctionSite } from './functionSites';
import type { Script } from './script';

/**
 * Whether a conditional breakpoint here would break the program: V8 evaluates the condition with a copy
 * of the frame's variables and writes them back, a `this` that `super()` has yet to set as `undefined`.
 * `super()` then throws that it may only be called once.
 *
 * Measured on Node 18 to 26: only where an arrow function or `eval` shares that `this`.
 */
export function isBeforeSuper(script: Script, offset: number): boolean {
  const site = functionAround(script, offset);
  return site !== undefined && offset < firstSafeOffset(script, site);
}

/** Whether any place of a function is {@link isBeforeSuper before super()}. */
export function beginsBeforeSuper(script: Script, site: FunctionSite): boolean {
  return site.start < firstSafeOffset(script, site);
}

/** Behind its last call of `super()`: one that is before it in the text may belong to another branch. */
function firstSafeOffset(script: Script, site: FunctionSite): number {
  if (site.isArrow || !sharesThis(script, site)) return site.start;
  let safe = site.start;
  for (const { start, end } of superCalls(script)) {
    const caller = functionAround(script, start);
    if (caller === site) safe = Math.max(safe, end);
    // In an arrow, which may run at any time.
    else if (constructorAround(caller) === site) safe = site.end;
  }
  return safe;
}

function sharesThis(script: Script, site: FunctionSite): boolean {
  const hasArrow = functionSites(script).some(
    (inner) => inner.isArrow && inner.usesThis && constructorAround(inner) === site,
  );
  return hasArrow || /\beval\b/.test(script.text.slice(site.start, site.end));
}

/** The function whose `this` a function uses: an arrow has none of its own. */
function constructorAround(site: FunctionSite | undefined): FunctionSite | undefined {
  return site?.isArrow === true ? constructorAround(site.parent) : site;
}

interface SuperCall {
  readonly start: number;
  readonly end: number;
}

const callsOfScripts = new WeakMap<Script, readonly SuperCall[]>();

function superCalls(script: Script): readonly SuperCall[] {
  const known = callsOfScripts.get(script);
  if (known !== undefined) return known;
  const calls: SuperCall[] = [];
  full(script.program, (node) => {
    if (node.type === 'CallExpression' && node.callee.type === 'Super') calls.push(node);
  });
  callsOfScripts.set(script, calls);
  return calls;
}
