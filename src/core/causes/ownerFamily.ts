import { edgeKindOf, edgeLabel, rootOrdinal } from '../heap/heapGraph';
import { typeOf, type HeapIndex } from '../heap/heapIndex';
import { dominatingEdge } from './dominatingEdge';
import { isBackingStore, isTransparent, typeKeyOf } from './typeKey';

/**
 * What an owner has in common with its like: the arrays that are the values of one map, the rooms
 * that are the elements of one array, the contexts of those rooms' methods.
 */
export interface OwnerFamily {
  /** Equal for owners that are reached from the same container by the same way. */
  readonly key: string;
  /** The container that they are all in. */
  readonly container: number;
  /**
   * Whether a name tells the owner from the others: `container.owner`. Then it may be one of a kind
   * all the same, or the name may be a key that the program computed.
   */
  readonly isNamed: boolean;
}

/** Steps from an owner up to the container: each function that wraps a callback is two. */
const longestWay = 16;

/**
 * Undefined where no container dominates the owner. It may be new itself: a list of listeners that is
 * copied with each of them.
 */
export function ownerFamily(index: HeapIndex, owner: number): OwnerFamily | undefined {
  let way = String(typeKeyOf(index, owner));
  let family: OwnerFamily | undefined;
  let at = owner;
  for (let step = 0; step < longestWay; step++) {
    const up = stepUp(index, at);
    if (up === undefined) return family;
    const { parent, label = '[…]' } = up;
    const isNamed = step === 0 && up.isProperty;
    // Of a map in a map, the outer one has all that are alike.
    if (isNamed || up.label === undefined) {
      family = {
        key: `${String(parent)} ${isNamed ? '{…}' : '[…]'} ${way}`,
        container: parent,
        isNamed,
      };
    }
    way = `${String(typeKeyOf(index, parent))} ${label} ${way}`;
    at = parent;
  }
  return family;
}

interface StepUp {
  readonly parent: number;
  /** Undefined where an index or a place in a table leads from the parent. */
  readonly label: string | undefined;
  readonly isProperty: boolean;
}

function stepUp(index: HeapIndex, node: number): StepUp | undefined {
  const { idom, graph } = index;
  let parent = idom[node]!;
  let below = node;
  while (isTransparent(index, parent) && parent !== idom[parent]) {
    below = parent;
    parent = idom[parent]!;
  }
  if (typeOf(graph, parent) === 'synthetic' || parent === node) return undefined;
  const isInStore = below !== node;
  const edge = dominatingEdge(index, parent, node);
  if (graph.edgeTo[edge] !== node) {
    // By way of others that the parent dominates: the methods that share a scope, listeners of two lists.
    const isByIndex = isInStore || leadsByIndex(index, parent, node);
    return { parent, label: isByIndex ? undefined : '', isProperty: false };
  }
  const kind = edgeKindOf(graph, edge);
  const label = kind === 'element' ? undefined : edgeLabel(graph, edge);
  return { parent, label, isProperty: kind === 'property' };
}

/** Whether an index or a place in a table is on the shortest way from a node to one that it dominates. */
function leadsByIndex(index: HeapIndex, from: number, to: number): boolean {
  const { graph, paths } = index;
  for (let at = to; at !== from && at !== rootOrdinal; at = paths.parent[at]!) {
    const isIndex = edgeKindOf(graph, paths.parentEdge[at]!) === 'element';
    if (isIndex || isBackingStore(index, paths.parent[at]!)) return true;
  }
  return false;
}
