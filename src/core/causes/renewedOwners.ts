import { bornBefore } from '../heap/births';
import { edgeKindOf } from '../heap/heapGraph';
import type { HeapIndex } from '../heap/heapIndex';
import { dominatingEdge } from './dominatingEdge';
import type { GrowthGroup } from './frontier';
import { isPrimitive } from './typeKey';

/** The objects of which survivors are fields. */
export interface RenewedOwners {
  /** One of them. */
  readonly node: number;
  /** All of them, in the order of their oldest fields. */
  readonly nodes: readonly number[];
  /** How many came with each batch, by the oldest field of each. */
  readonly perBatch: readonly number[];
}

/**
 * Where each call makes all that is kept anew, copies have the very texts of what they are copies of:
 * these alone are as old as the calls that made them, but they belong to the objects that they are
 * fields of. Undefined where the survivors are kept by themselves, as the elements of a list are.
 */
export function renewedOwners(
  index: HeapIndex,
  { survivors, perBatch }: Pick<GrowthGroup, 'survivors' | 'perBatch'>,
): RenewedOwners | undefined {
  const { births, graph, idom } = index;
  const batches = new Map<number, number>();
  for (const field of survivors) {
    const owner = idom[field]!;
    const edge = dominatingEdge(index, owner, field);
    const isField = graph.edgeTo[edge] === field && edgeKindOf(graph, edge) === 'property';
    if (!isPrimitive(index, field) || births[owner] === bornBefore || !isField) return undefined;
    batches.set(owner, Math.min(batches.get(owner) ?? Infinity, births[field]!));
  }
  const [node] = batches.keys();
  // All in one: that is a dictionary, and the fields are what it keeps.
  if (node === undefined || batches.size === 1) return undefined;
  const ofBatch = (batch: number): number =>
    [...batches.values()].filter((each) => each === batch).length;
  const nodes = [...batches.keys()];
  return { node, nodes, perBatch: perBatch.map((_count, batch) => ofBatch(batch)) };
}
