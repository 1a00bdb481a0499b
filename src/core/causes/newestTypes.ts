import { typeOf, type HeapIndex } from '../heap/heapIndex';
import type { NewestType } from '../report/report';
import { typeDescription } from './typeDescription';

const mostTypes = 30;

/** V8's own records are no objects of the program's. */
const v8sOwn: ReadonlySet<string> = new Set([
  'array',
  'code',
  'object shape',
  'hidden',
  'synthetic',
]);

/**
 * What one call left behind, by type, the type with the newest object first.
 *
 * @param batch a tracked batch of one call
 */
export function newestTypes(index: HeapIndex, batch: number): NewestType[] {
  const { graph, births } = index;
  const types = new Map<string, { objects: number; bytes: number; newest: number }>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (births[node] !== batch || v8sOwn.has(typeOf(graph, node))) continue;
    const { name, kind } = typeDescription(index, node);
    if (kind === 'hidden' || name === '') continue;
    const sum = types.get(name) ?? { objects: 0, bytes: 0, newest: 0 };
    types.set(name, {
      objects: sum.objects + 1,
      bytes: sum.bytes + graph.nodeSelfSize[node]!,
      newest: Math.max(sum.newest, graph.nodeId[node]!),
    });
  }
  return [...types]
    .sort(([, a], [, b]) => b.newest - a.newest)
    .slice(0, mostTypes)
    .map(([type, { objects, bytes }]) => ({ type, objects, bytes }));
}
