import { bornLate } from '../heap/births';
import { typeOf, type HeapIndex } from '../heap/heapIndex';
import { isV8sOwn } from './responsible';
import { isPrimitive } from './typeKey';

/** Whether something of the program's that is older than a survivor is kept by that alone. */
export function holdsOlder(index: HeapIndex, node: number): boolean {
  const { births, graph, strong, idom } = index;
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    const to = graph.edgeTo[edge]!;
    const isOlder = births[to] !== bornLate && births[to]! < births[node]!;
    const isOwn = strong[edge] === 1 && idom[to] === node;
    if (isOlder && isOwn && !isV8sOwn(typeOf(graph, to)) && !isPrimitive(index, to)) return true;
  }
  return false;
}
