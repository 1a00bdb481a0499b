import { edgeKindOf, edgeLabel } from '../heap/heapGraph';
import { nameOf, type HeapIndex } from '../heap/heapIndex';
import type { GrowthGroup } from './frontier';

/** The value of a variable that lives on only because a closure of its scope does. */
export interface CapturedValue {
  readonly variable: string;
  /** The node of the scope, which closures share. */
  readonly context: number;
  readonly value: number;
}

/** As V8 calls the variables of a scope that closures share. */
export const contextName = 'system / Context';

/** The scope of a call may have more variables; those that keep most are told. */
const mostValues = 5;

/** A value must have this share of what a survivor keeps alive, or it is not the matter. */
const leastShare = 0.1;

/** Objects of one call that are looked at. */
const mostNodes = 10_000;

/**
 * What a group's first survivor keeps alive by the scopes that it reaches and that were made in the same
 * call: values that nothing else refers to but their variable. Most bytes first.
 */
export function capturedValues(index: HeapIndex, { survivors }: GrowthGroup): CapturedValue[] {
  const { births, retained } = index;
  const [first] = [...survivors].sort((a, b) => births[a]! - births[b]!);
  if (first === undefined) return [];
  const contexts = scopesOf(index, first, new Set(survivors));
  const least = leastShare * Math.max(retained[first]!, ...contexts.map((each) => retained[each]!));
  return contexts
    .flatMap((context) => valuesIn(index, context))
    .filter(({ value }) => retained[value]! >= least)
    .sort((a, b) => retained[b.value]! - retained[a.value]!)
    .slice(0, mostValues);
}

function valuesIn({ graph, idom }: HeapIndex, context: number): CapturedValue[] {
  const values: CapturedValue[] = [];
  for (let edge = graph.firstEdge[context]!; edge < graph.firstEdge[context + 1]!; edge++) {
    const value = graph.edgeTo[edge]!;
    if (edgeKindOf(graph, edge) !== 'context' || idom[value] !== context) continue;
    values.push({ variable: edgeLabel(graph, edge), context, value });
  }
  return values;
}

/** Scopes that a survivor leads to by way of what was born in its batch, other survivors left out. */
function scopesOf(index: HeapIndex, from: number, survivors: ReadonlySet<number>): number[] {
  const { graph, births, strong } = index;
  const seen = new Set([from]);
  const contexts: number[] = [];
  for (const node of seen) {
    if (seen.size > mostNodes) break;
    if (nameOf(graph, node) === contextName) contexts.push(node);
    for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
      const to = graph.edgeTo[edge]!;
      const isOwn = births[to] === births[from] && !survivors.has(to);
      if (strong[edge] === 1 && isOwn) seen.add(to);
    }
  }
  return contexts;
}
