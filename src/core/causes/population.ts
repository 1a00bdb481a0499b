import { edgeKindOf, edgeLabel } from '../heap/heapGraph';
import type { HeapIndex } from '../heap/heapIndex';
import type { GroupDraft } from './groupDraft';
import { ownerFamily } from './ownerFamily';
import { isBackingStore, typeKeyOf } from './typeKey';
import { wholeOfChunks } from './wholeOfChunks';

/**
 * Entries of the survivors' type that their owners hold in all, those from before tracking included. Of a family, not
 * only the members that grew while tracked are counted.
 *
 * @param calls of each tracked batch
 */
export function populationOf(
  index: HeapIndex,
  draft: GroupDraft,
  calls: readonly number[],
): number {
  const { owner, owners, typeKey, head } = draft;
  const share = draft.entryShare(calls);
  const own = owners.map((each) =>
    entriesIn(index, each, typeKey, share, each === owner ? head : each),
  );
  const container =
    owners.length === 1 ? wholeOfChunks(index, owner) : ownerFamily(index, owner)!.container;
  if (container === undefined) return own[0]!;
  const slot = slotOfEach(index, draft);
  if (slot !== undefined) return ownersWithSlot(index, container, draft, slot);
  return Math.max(sum(own), entriesIn(index, container, typeKey, share));
}

/**
 * Counted in what an owner dominates, itself left out, and in what it refers to, whichever is more.
 *
 * @param entryShare of the objects of the type that leak, those that are entries: others hang from these
 * @param head first cell of a list that ends in the owner and begins elsewhere
 */
function entriesIn(
  index: HeapIndex,
  owner: number,
  typeKey: number,
  entryShare: number,
  head = owner,
): number {
  const below = Math.max(dominated(index, owner, typeKey), dominated(index, head, typeKey));
  return Math.max(Math.round(entryShare * below), referred(index, owner, typeKey));
}

/** @param counts which of the type are counted; unless given, all */
function dominated(
  index: HeapIndex,
  by: number,
  typeKey: number,
  counts: (node: number) => boolean = () => true,
): number {
  const { tree } = index;
  let count = 0;
  for (let at = tree.enter[by]! + 1; at < tree.exit[by]!; at++) {
    const node = tree.preorder[at]!;
    if (typeKeyOf(index, node) === typeKey && counts(node)) count++;
  }
  return count;
}

/** The property by which each owner of a family has one survivor, which took the place of the one before. */
function slotOfEach({ graph }: HeapIndex, draft: GroupDraft): string | undefined {
  const { owners, survivors } = draft;
  const [link, ...others] = draft.links();
  if (link === undefined || others.length > 0 || owners.length < 2) return undefined;
  const isOneEach = survivors.length <= owners.length;
  return isOneEach && edgeKindOf(graph, link.edge) === 'property' ? link.label : undefined;
}

/** One object each, however often it is made anew. */
function ownersWithSlot(
  index: HeapIndex,
  container: number,
  { owner, typeKey }: GroupDraft,
  slot: string,
): number {
  const { graph } = index;
  const hasSlot = (node: number): boolean => {
    for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
      const isSlot = edgeKindOf(graph, edge) === 'property' && edgeLabel(graph, edge) === slot;
      if (isSlot && typeKeyOf(index, graph.edgeTo[edge]!) === typeKey) return true;
    }
    return false;
  };
  return dominated(index, container, typeKeyOf(index, owner), hasSlot);
}

/** Those of a type that an owner itself refers to, by way of its backing stores at most. */
export function referred(index: HeapIndex, owner: number, typeKey: number): number {
  const { graph, strong } = index;
  const counted = new Set<number>();
  const pending = [owner];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (let edge = graph.firstEdge[next]!; edge < graph.firstEdge[next + 1]!; edge++) {
      const to = graph.edgeTo[edge]!;
      if (strong[edge] === 0 || counted.has(to)) continue;
      if (typeKeyOf(index, to) === typeKey) counted.add(to);
      else if (isBackingStore(index, to) && next === owner) pending.push(to);
    }
  }
  return counted.size;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
