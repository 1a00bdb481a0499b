import { bornBefore } from '../heap/births';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';

/**
 * Old containers with backing stores of at least `leastBytes`, largest first.
 *
 * Numbers in a container have no edges and no ids in a snapshot: only the size of its backing store
 * tells that there are any. Which of these containers grows, their live sizes tell.
 */
export function largestContainers(index: HeapIndex, leastBytes: number): number[] {
  const { graph, births, idom } = index;
  const sizes = new Map<number, number>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!isStore(index, node)) continue;
    const owner = idom[node]!;
    if (births[owner] !== bornBefore || !isContainer(index, owner)) continue;
    sizes.set(owner, Math.max(sizes.get(owner) ?? 0, graph.nodeSelfSize[node]!));
  }
  return [...sizes]
    .filter(([, bytes]) => bytes >= leastBytes)
    .sort(([, a], [, b]) => b - a)
    .map(([owner]) => owner);
}

function isStore({ graph }: HeapIndex, node: number): boolean {
  return typeOf(graph, node) === 'array' && graph.nodeSelfSize[node]! > 0;
}

function isContainer({ graph }: HeapIndex, node: number): boolean {
  return typeOf(graph, node) === 'object' && !nameOf(graph, node).startsWith('system / ');
}
