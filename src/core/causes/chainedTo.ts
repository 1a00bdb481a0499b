import { bornBefore } from '../heap/births';
import { edgeKindOf } from '../heap/heapGraph';
import { strongRetainers, typeOf, type HeapIndex, type Retainer } from '../heap/heapIndex';
import { isTransparent, typeKeyOf } from './typeKey';

/**
 * For each object that the tracked calls left behind, the old one that is nearest above it, and the edge by
 * which that leads to a new one.
 *
 * Where a chain is held at its new end by two, such as a wrapper that wraps the one before and what undoes it,
 * nothing but the roots dominates its links. The nearer one is where the chain hangs; the other has it by way
 * of more.
 */
export function chainedTo(index: HeapIndex): ReadonlyMap<number, Retainer> {
  const { graph, births, strong } = index;
  const nearest = new Map<number, Retainer>();
  const pending: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (births[node] === bornBefore) continue;
    const holder = oldHolder(index, node);
    if (holder === undefined) continue;
    nearest.set(node, holder);
    pending.push(node);
  }
  for (let at = 0; at < pending.length; at++) {
    const node = pending[at]!;
    for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
      const to = graph.edgeTo[edge]!;
      if (strong[edge] === 0 || births[to] === bornBefore || nearest.has(to)) continue;
      nearest.set(to, nearest.get(node)!);
      pending.push(to);
    }
  }
  return nearest;
}

/** An old object of the program's that refers to a new one by a name of the program's. */
function oldHolder(index: HeapIndex, node: number): Retainer | undefined {
  return strongRetainers(index, node).find(
    (retainer) =>
      index.births[retainer.node] === bornBefore &&
      typeOf(index.graph, retainer.node) !== 'synthetic' &&
      !isTransparent(index, retainer.node) &&
      isNamed(index, retainer.edge),
  );
}

/**
 * How many objects of the type of some links there are along their chain: what they lead to by names of the program's, by
 * way of nothing but objects of the types that the chain consists of.
 *
 * @param links type keys of all that the chain consists of
 */
export function chainLength(
  index: HeapIndex,
  from: readonly number[],
  links: ReadonlySet<number>,
): number {
  const { graph, strong } = index;
  const typeKey = typeKeyOf(index, from[0]!);
  const seen = new Set(from);
  const pending = [...from];
  let count = 0;
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeKeyOf(index, node) === typeKey) count++;
    for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
      const to = graph.edgeTo[edge]!;
      if (strong[edge] === 0 || seen.has(to) || !links.has(typeKeyOf(index, to))) continue;
      if (!isNamed(index, edge) && !isScopeOfFunction(index, node, edge)) continue;
      seen.add(to);
      pending.push(to);
    }
  }
  return count;
}

function isNamed({ graph }: HeapIndex, edge: number): boolean {
  return ['property', 'context', 'element'].includes(edgeKindOf(graph, edge));
}

/** A scope leads on to those around it, and so to the whole program; a function's own is a link of its. */
function isScopeOfFunction({ graph }: HeapIndex, node: number, edge: number): boolean {
  return (
    typeOf(graph, node) === 'closure' &&
    edgeKindOf(graph, edge) === 'internal' &&
    graph.strings.get(graph.edgeName[edge]!) === 'context'
  );
}
