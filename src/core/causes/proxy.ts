import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';

/** As V8 calls the proxies that a program makes; to it they are records, as hidden classes are. */
export const proxyName = 'system / JSProxy';

export function isProxy({ graph }: HeapIndex, node: number): boolean {
  return nameOf(graph, node) === proxyName;
}

/**
 * What a proxy stands for, of several around each other the innermost; undefined where it is revoked. Of
 * the fields that V8 draws, in their order and without names, the target comes before the handler
 * (18 to 26).
 */
export function targetOfProxy(index: HeapIndex, proxy: number): number | undefined {
  const { graph } = index;
  let at: number | undefined = proxy;
  while (at !== undefined && isProxy(index, at)) {
    const from: number = graph.firstEdge[at]!;
    const fields = graph.edgeTo.subarray(from, graph.firstEdge[at + 1]);
    at = fields.find((node) => isProxy(index, node) || isOfProgram(index, node));
  }
  return at;
}

function isOfProgram({ graph }: HeapIndex, node: number): boolean {
  return typeOf(graph, node) === 'object' || typeOf(graph, node) === 'closure';
}
