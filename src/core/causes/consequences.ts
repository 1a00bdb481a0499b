import { distancesFromRoot } from '../heap/distances';
import { edgeKindOf, edgeLabel, rootOrdinal } from '../heap/heapGraph';
import { keepingEdges, type HeapIndex } from '../heap/heapIndex';
import { memoized } from '../memoized';
import type { GroupDraft } from './groupDraft';
import { isBackingStore, typeKeyOf } from './typeKey';

/**
 * One mistake is one cause: where listeners stay, their queues fill, and are gone with them. What would be free
 * without the entries of another holder becomes the passenger of what that one keeps.
 *
 * @param drafts of holders that grow
 */
export function joinConsequences(
  index: HeapIndex,
  drafts: readonly GroupDraft[],
): readonly GroupDraft[] {
  const left = new Set(drafts);
  const entries = memoized((outer: GroupDraft) => entriesOf(index, outer));
  const freed = memoized((outer: GroupDraft) => freedWithout(index, entries(outer)));
  for (const inner of drafts) {
    const outer = [...left].find(
      (each) =>
        each !== inner &&
        isGainedByNewOnes(inner, each) &&
        isSpread(index, inner, each, entries(each)) &&
        inner.survivors.every((node) => freed(each)(node)),
    );
    if (outer === undefined) continue;
    left.delete(inner);
    outer.absorb(inner);
  }
  return [...left];
}

/** Whether what came while calls were tracked has such things as well: it goes on with whatever is added. */
function isGainedByNewOnes(inner: GroupDraft, outer: GroupDraft): boolean {
  return outer.carries(inner.typeKey) || inner.isSharedWith(outer);
}

/** Whether they are in many entries: a list in one of them, such as the first, is a mistake of its own. */
function isSpread(
  index: HeapIndex,
  inner: GroupDraft,
  outer: GroupDraft,
  entries: readonly number[],
): boolean {
  if (index.tree.dominates(inner.owner, outer.owner)) return true;
  const kept = new Set(entries.map((edge) => index.graph.edgeTo[edge]!));
  const within = inner.owners.map((owner) => dominatorAmong(index, kept, owner));
  return !within.includes(undefined) && new Set(within).size > 1;
}

function dominatorAmong(
  { idom }: HeapIndex,
  nodes: ReadonlySet<number>,
  node: number,
): number | undefined {
  let at = node;
  while (!nodes.has(at) && at !== rootOrdinal && at !== idom[at]) at = idom[at]!;
  return nodes.has(at) ? at : undefined;
}

/** The edges by which the owners refer to what they keep, by way of their backing stores at most. */
function entriesOf(index: HeapIndex, draft: GroupDraft): number[] {
  const own = draft.owners.flatMap((owner) => keepingEdges(index, owner));
  const isEntry = (edge: number): boolean =>
    typeKeyOf(index, index.graph.edgeTo[edge]!) === draft.typeKey;
  const slot = slotOfEntries(index, draft);
  const isInSlot = (edge: number): boolean => slot === '' || edgeLabel(index.graph, edge) === slot;
  const stores = own
    .map((edge) => index.graph.edgeTo[edge]!)
    .filter((node) => isBackingStore(index, node));
  return [
    ...own.filter((edge) => isEntry(edge) && isInSlot(edge)),
    ...stores.flatMap((store) => keepingEdges(index, store).filter(isEntry)),
  ];
}

/** The variable, or the one property, that has them: what else the owner refers to is nothing of the group's. */
function slotOfEntries({ graph }: HeapIndex, draft: GroupDraft): string {
  const [link, ...others] = draft.links();
  const isOneProperty = others.length === 0 && edgeKindOf(graph, link!.edge) === 'property';
  return isOneProperty ? link!.label : draft.slot;
}

/** What nothing leads to without some edges. */
function freedWithout(
  { graph, strong }: HeapIndex,
  edges: readonly number[],
): (node: number) => boolean {
  const without = strong.slice();
  for (const edge of edges) without[edge] = 0;
  const { distance } = distancesFromRoot(graph, without, { roots: 'equal' });
  return (node) => distance[node] === -1;
}
