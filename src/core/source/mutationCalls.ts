import type { AnyNode, CallExpression } from 'acorn';
import { full } from 'acorn-walk';
import { assignmentsIn } from './assignmentSites';
import { functionAround, type FunctionSite } from './functionSites';
import { isHolder, memberName, type Holder } from './holders';
import type { GeneratedPosition } from './location';
import type { Script } from './script';

/** A place in a script that adds to (or takes from) a collection. */
export interface MutationSite {
  /** `holder.push(x)`, or `holder[k] = v`. */
  readonly kind: 'call' | 'store';
  /** For a call. */
  readonly method?: string;
  readonly start: number;
  readonly end: number;
  /** Of `start`. */
  readonly position: GeneratedPosition;
  /** Absent at module level. */
  readonly function?: FunctionSite;
}

/** Methods of arrays, maps, sets and objects that make them larger. */
export const addingMethods = ['push', 'unshift', 'splice', 'set', 'add'] as const;

/** The calls of some methods on a holder and the stores of computed keys into it, in the order of the script. */
export function mutationCalls(
  script: Script,
  holder: Holder,
  methods: readonly string[] = addingMethods,
): readonly MutationSite[] {
  const sites: MutationSite[] = [];
  full(script.program, (node) => {
    const method =
      node.type === 'CallExpression' ? calledMethod(script, node, holder, methods) : undefined;
    if (method !== undefined) sites.push({ kind: 'call', method, ...placeOf(script, node) });
    if (storesInto(script, node, holder)) {
      sites.push({ kind: 'store', ...placeOf(script, node) });
    }
  });
  return sites.sort((a, b) => a.start - b.start);
}

/** Which of the methods a call makes on the holder: `holder.push(x)`, `holder.push.apply(holder, list)`. */
function calledMethod(
  script: Script,
  { callee }: CallExpression,
  holder: Holder,
  methods: readonly string[],
): string | undefined {
  if (callee.type !== 'MemberExpression') return undefined;
  const { object } = callee;
  const method = memberName(script, callee);
  if ((method === 'apply' || method === 'call') && object.type === 'MemberExpression') {
    const applied = memberName(script, object);
    if (applied !== undefined && methods.includes(applied)) {
      return isHolder(script, object.object, holder) ? applied : undefined;
    }
  }
  if (method === undefined || !methods.includes(method)) return undefined;
  return isHolder(script, object, holder) ? method : undefined;
}

/** `holder[k] = v`, `holder[k] ??= v`, `holder[k]++`, also among the targets of a destructuring assignment. */
function storesInto(script: Script, node: AnyNode, holder: Holder): boolean {
  return assignmentsIn(node).some(({ targets }) =>
    targets.some(
      (target) =>
        target.type === 'MemberExpression' &&
        target.computed &&
        memberName(script, target) === undefined &&
        isHolder(script, target.object, holder),
    ),
  );
}

function placeOf(script: Script, { start, end }: AnyNode): Omit<MutationSite, 'kind' | 'method'> {
  const around = functionAround(script, start);
  return {
    start,
    end,
    position: script.lines.positionAt(start),
    ...(around === undefined ? {} : { function: around }),
  };
}
