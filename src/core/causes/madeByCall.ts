import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import type { GrowthGroup } from './frontier';
import { knownObject } from './knownObject';
import { typeKeyOf } from './typeKey';

/** What the program got from its call into Node, with how many of it each tracked batch left behind. */
export interface MadeByCall {
  readonly node: number;
  readonly perBatch: readonly number[];
}

/** Survivors that are looked at: of some V8 tells no stack. */
const mostSurvivors = 12;
/** Objects of one batch that are looked at from one of its survivors on. */
const mostObjects = 2_000;

/**
 * Of all that one call into Node makes and that keeps itself together (a Worker with its ports, a
 * ChildProcess with its pipes), what the program asked for: the object that was made nearest to the
 * program's own call on the stack that allocated it. Undefined where no other is nearer than a survivor.
 */
export function madeByCall(
  index: HeapIndex,
  { survivors, perBatch }: GrowthGroup,
): MadeByCall | undefined {
  const known = survivors.slice(0, mostSurvivors).map((survivor) => knownObject(index, survivor));
  const depths = known.flatMap((node) => callDepth(index, node) ?? []);
  if (depths.length === 0) return undefined;
  let best: number | undefined;
  let least = Math.min(...depths);
  for (const node of known.flatMap((each) => [...madeWith(index, each)])) {
    const depth = isOfOwnClass(index, node) ? callDepth(index, node) : undefined;
    if (depth === undefined || depth >= least) continue;
    best = node;
    least = depth;
  }
  if (best === undefined) return undefined;
  return { node: best, perBatch: countOf(index, best, perBatch.length) };
}

/** What a survivor leads to in its batch. */
function madeWith({ graph, births, strong }: HeapIndex, survivor: number): Set<number> {
  const seen = new Set([survivor]);
  for (const node of seen) {
    for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
      const to = graph.edgeTo[edge]!;
      if (strong[edge] === 1 && births[to] === births[survivor] && seen.size < mostObjects)
        seen.add(to);
    }
  }
  return seen;
}

/** An instance of a class in JavaScript: of others, such as plain objects and handles, V8 knows no place. */
function isOfOwnClass({ graph }: HeapIndex, node: number): boolean {
  return typeOf(graph, node) === 'object' && graph.locations.get(node) !== undefined;
}

/**
 * How many of Node's functions lie between the program and the constructor that made an object: 0 for
 * what the program itself makes with `new`. Undefined where the stack does not tell.
 */
function callDepth(index: HeapIndex, node: number): number | undefined {
  const { graph } = index;
  const stack = graph.traces.stack(graph.nodeTrace[node]!);
  const program = stack.findIndex(
    ({ scriptName }) => scriptName !== '' && !scriptName.startsWith('node:'),
  );
  if (program < 0) return undefined;
  return program - 1 - (constructorFrame(index, node) ?? -1);
}

/** A class's instance may be allocated by its constructor, or by one at its base. */
function constructorFrame({ graph }: HeapIndex, node: number): number | undefined {
  const stack = graph.traces.stack(graph.nodeTrace[node]!);
  const name = nameOf(graph, node);
  const frame = stack.findIndex(
    ({ functionName, scriptName }) => functionName === name && scriptName.startsWith('node:'),
  );
  return frame < 0 ? undefined : frame;
}

function countOf(index: HeapIndex, example: number, batches: number): number[] {
  const { graph, births } = index;
  const perBatch = new Array<number>(batches).fill(0);
  const typeKey = typeKeyOf(index, example);
  for (let node = 0; node < graph.nodeCount; node++) {
    const birth = births[node]!;
    if (birth < 0 || birth >= batches || typeKeyOf(index, node) !== typeKey) continue;
    if (isOfOwnClass(index, node)) perBatch[birth]! += 1;
  }
  return perBatch;
}
