import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import { total } from '../loop/batchFigures';
import { isV8sOwn } from './responsible';
import { typeKeyOf } from './typeKey';

/**
 * Objects of the program's that each tracked call left behind, held by whomever.
 *
 * V8's own records are not counted: it compiles and optimises throughout a loop, and what it makes then
 * looks to the sampler like objects of the function that happens to run. (Measured: 100 code objects
 * with their deoptimisation tables alive from every batch, another 40 for good, and nothing else.)
 *
 * The last batch is left out: what it left behind may still be on its way.
 *
 * @param calls of each tracked batch, at least two
 */
export function keptPerCall(index: HeapIndex, calls: readonly number[]): number {
  const settled = calls.length - 1;
  let kept = 0;
  eachBornIn(index, 0, settled, () => kept++);
  return kept / total(calls.slice(0, settled));
}

/** The first batches make what code needs that V8 has just left optimised: literals, a dozen of one kind. */
const firstBatches = 2;
/** Fewer calls than this show no cache. */
const fewestCalls = 12;
/**
 * Of the calls, those of which one type is kept, at least. A cache that takes one in three calls keeps that of one
 * in three, or as many as it has room for; of ten healthy programs none kept more than one in fourteen.
 */
const leastShare = 1 / 10;

/**
 * Whether the newest of what the calls left behind is still there, many objects of one type, as in a cache
 * that older ones leave as new ones come. What a last single call left behind may still be on its way.
 *
 * @param calls of each tracked batch
 * @returns undefined where they are too few to tell
 */
export function keepsNewest(index: HeapIndex, calls: readonly number[]): boolean | undefined {
  const end = calls.at(-1) === 1 ? calls.length - 1 : calls.length;
  const made = total(calls.slice(firstBatches, end));
  if (made < fewestCalls) return undefined;
  const counts = new Map<number, number>();
  let most = 0;
  eachBornIn(index, firstBatches, end, (node) => {
    const type = typeKeyOf(index, node);
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    most = Math.max(most, count);
  });
  return most >= leastShare * made;
}

/** The program's objects of some batches; `end` is the one behind the last of them. */
function eachBornIn(
  index: HeapIndex,
  first: number,
  end: number,
  visit: (node: number) => void,
): void {
  const { graph, births } = index;
  for (let node = 0; node < graph.nodeCount; node++) {
    const birth = births[node]!;
    if (birth >= first && birth < end && isPrograms(index, node)) visit(node);
  }
}

function isPrograms({ graph }: HeapIndex, node: number): boolean {
  const type = typeOf(graph, node);
  return !isV8sOwn(type) && type !== 'hidden' && !nameOf(graph, node).startsWith('system / ');
}
