import { parseEphemeronEdge } from '../heap/ephemeronEdge';
import { edgeLabel } from '../heap/heapGraph';
import { nameOf, strongRetainers, type HeapIndex } from '../heap/heapIndex';

/**
 * The WeakMap that an edge from a key to its value tells of: both ends hold the value together, and
 * a program has it through the map.
 *
 * @param value the edge's target
 * @param edgeName as V8 wrote it
 */
export function weakMapOf(index: HeapIndex, value: number, edgeName: string): number | undefined {
  const entry = parseEphemeronEdge(edgeName);
  if (entry === undefined) return undefined;
  const { graph, retainers } = index;
  const end = retainers.firstRetainer[value + 1]!;
  for (let slot = retainers.firstRetainer[value]!; slot < end; slot++) {
    const table = retainers.retainingNode[slot]!;
    if (graph.nodeId[table] !== entry.tableId) continue;
    return strongRetainers(index, table).find(
      ({ node, edge }) => edgeLabel(graph, edge) === 'table' && nameOf(graph, node) !== '',
    )?.node;
  }
  return undefined;
}
