import type { HeapIndex } from '../heap/heapIndex';
import { edgeLabel } from '../heap/heapGraph';
import type { GrowthGroup } from './frontier';
import { outsideRetainers } from './survivorHolders';

/** An object in which survivors are, and the names of the properties in which some of their kind are. */
export interface StorePlace {
  readonly node: number;
  readonly labels: readonly string[];
}

const mostLabels = 20;

/** The objects through which survivors are added to the holder, as it is known of itself. */
export function holderPlaces(
  owners: readonly number[],
  { links }: Pick<GrowthGroup, 'links'>,
): StorePlace[] {
  const labels = links.slice(0, mostLabels).map(({ label }) => label);
  return owners.map((node) => ({ node, labels }));
}

/**
 * The objects that survivors were put in, and the survivors, in which others may be put: of a tree, a table of
 * lists or a graph, each call adds to another of these.
 */
export function scatteredPlaces(index: HeapIndex, { survivors }: GrowthGroup): StorePlace[] {
  const nodes = new Set<number>();
  const labels = new Set<string>();
  for (const survivor of survivors) {
    for (const { node, edge } of outsideRetainers(index, survivor)) {
      nodes.add(node);
      if (labels.size < mostLabels) labels.add(edgeLabel(index.graph, edge));
    }
  }
  if (nodes.size <= 1) return [];
  return [...nodes, ...survivors].map((node) => ({ node, labels: [...labels] }));
}
