import type { HeapIndex } from '../heap/heapIndex';
import { isBackingStore, typeKeyOf } from './typeKey';

/**
 * Objects of a type that an owner holds, those from before tracking included: counted in what it
 * dominates, itself left out, and in what it refers to, whichever is more.
 *
 * @param head first cell of a list that ends in the owner and begins elsewhere
 */
export function population(index: HeapIndex, owner: number, typeKey: number, head = owner): number {
  return Math.max(
    dominated(index, owner, typeKey),
    dominated(index, head, typeKey),
    referred(index, owner, typeKey),
  );
}

function dominated(index: HeapIndex, by: number, typeKey: number): number {
  const { tree } = index;
  let count = 0;
  for (let at = tree.enter[by]! + 1; at < tree.exit[by]!; at++) {
    if (typeKeyOf(index, tree.preorder[at]!) === typeKey) count++;
  }
  return count;
}

/** Those of a type that an owner itself refers to, by way of its backing stores at most. */
export function referred(index: HeapIndex, owner: number, typeKey: number): number {
  const { graph, strong } = index;
  const counted = new Set<number>();
  const pending = [owner];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (let edge = graph.firstEdge[next]!; edge < graph.firstEdge[next + 1]!; edge++) {
      const to = graph.edgeTo[edge]!;
      if (strong[edge] === 0 || counted.has(to)) continue;
      if (typeKeyOf(index, to) === typeKey) counted.add(to);
      else if (isBackingStore(index, to) && next === owner) pending.push(to);
    }
  }
  return counted.size;
}
