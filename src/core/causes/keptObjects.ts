import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import { isV8sOwn } from './responsible';

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
  const { graph, births } = index;
  const settled = calls.length - 1;
  let kept = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    const birth = births[node]!;
    if (birth >= 0 && birth < settled && isPrograms(index, node)) kept++;
  }
  return kept / calls.slice(0, settled).reduce((sum, made) => sum + made, 0);
}

function isPrograms({ graph }: HeapIndex, node: number): boolean {
  const type = typeOf(graph, node);
  return !isV8sOwn(type) && type !== 'hidden' && !nameOf(graph, node).startsWith('system / ');
}
