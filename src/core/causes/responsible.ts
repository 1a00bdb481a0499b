import { bornBefore } from '../heap/births';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import { proxyName } from './proxy';
import { isBackingStore } from './typeKey';

/** Where no survivor is responsible: what is older than the calls, and what others hold. */
export const nobody = 0xffffffff;

/**
 * For each survivor and its native memory the responsible survivor that holds it, else {@link nobody}.
 *
 * A survivor is responsible (for itself, too) when no other survivor of the same batch dominates it.
 */
export function responsibleSurvivors(index: HeapIndex): Uint32Array {
  const { births, idom, tree } = index;
  const responsible = new Uint32Array(index.graph.nodeCount).fill(nobody);
  // Down the dominator tree: each node's holder is known before it is.
  for (const node of tree.preorder) {
    const birth = births[node]!;
    if (birth === bornBefore) continue;
    const holder = overBackingStores(index, idom[node]!);
    const isTop = birth >= 0 && births[holder] !== birth && canBeResponsible(index, node);
    responsible[node] = isTop ? node : responsible[idom[node]!]!;
  }
  return responsible;
}

/** Growing an array replaces its backing store: the store's birth says nothing about the array. */
function overBackingStores(index: HeapIndex, node: number): number {
  let at = node;
  while (isBackingStore(index, at) && index.idom[at] !== at) at = index.idom[at]!;
  return at;
}

const v8sOwn: ReadonlySet<string> = new Set(['array', 'code', 'object shape', 'synthetic']);

/** Whether nodes of a type are V8's records, backing stores among them. */
export function isV8sOwn(type: string): boolean {
  return v8sOwn.has(type);
}

/**
 * V8's own records (hidden classes, feedback, compiled code) come and go as code gets warm. One that
 * refers to something of the program's from the same batch (a promise reaction, a context) is its doing.
 */
function canBeResponsible({ graph, births, strong }: HeapIndex, node: number): boolean {
  const type = typeOf(graph, node);
  const name = nameOf(graph, node);
  // The global object has its properties in cells, and V8 draws them as its own properties as well.
  if (v8sOwn.has(type) || name === 'system / PropertyCell') return false;
  if (!name.startsWith('system / ') || name === proxyName) return true;
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    const to = graph.edgeTo[edge]!;
    const isPrograms = !v8sOwn.has(typeOf(graph, to)) && typeOf(graph, to) !== 'hidden';
    if (strong[edge] === 1 && isPrograms && births[to] === births[node]) return true;
  }
  return false;
}
