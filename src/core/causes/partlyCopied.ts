import { bornBefore } from '../heap/births';
import { edgeLabel } from '../heap/heapGraph';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import type { GrowthGroup } from './frontier';
import { GroupDraft, mergeByHolder } from './groupDraft';
import { leastPopulation, populationShare, type TrackedCalls } from './growthPerCall';
import { isV8sOwn, responsibleSurvivors } from './responsible';
import { survivorHolders } from './survivorHolders';
import { isPrimitive, isTransparent, typeKeyOf } from './typeKey';

/** A new structure in the variable or property of an old object, that still has older parts. */
interface Copy {
  readonly owner: number;
  /** The edge from the owner to its topmost object. */
  readonly edge: number;
}

/**
 * What each call adds to a structure that it copies in part, as persistent collections do: a tree shares with
 * the one before it all but the way to its new entry. The survivors on top are copies of inner nodes, which
 * later calls copy again: now of one type, now of another, so that none has its share in each batch. But of
 * what they hold, the entries have, and there are as many as calls were made.
 *
 * An entry is the topmost object of such a type that is new as a whole.
 *
 * @param explained survivors whose holders are known: structures that have some of them are no other cause
 */
export function partlyCopied(
  index: HeapIndex,
  calls: TrackedCalls,
  explained: ReadonlySet<number>,
): GrowthGroup[] {
  return copies(index)
    .filter((copy) => !partsOf(index, copy).some((node) => explained.has(node)))
    .flatMap((copy) => entriesOf(index, copy, calls));
}

function copies(index: HeapIndex): Copy[] {
  const { births, graph, tree } = index;
  const responsible = responsibleSurvivors(index);
  const found = new Map<number, Copy>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (responsible[node] !== node || tree.exit[node]! - tree.enter[node]! === 1) continue;
    const holders = survivorHolders(index, responsible, node);
    for (const { node: owner, edge } of holders) {
      if (births[graph.edgeTo[edge]!] !== bornBefore) found.set(edge, { owner, edge });
    }
  }
  return [...found.values()];
}

/** All that only the copy holds, itself first. */
function partsOf({ graph, tree }: HeapIndex, { edge }: Copy): Uint32Array {
  const top = graph.edgeTo[edge]!;
  return tree.preorder.subarray(tree.enter[top], tree.exit[top]);
}

function entriesOf(index: HeapIndex, copy: Copy, calls: TrackedCalls): GrowthGroup[] {
  const { births, graph, tree } = index;
  const { owner, edge } = copy;
  const parts = partsOf(index, copy);
  const oldBefore = countsOfOld(index, parts);
  if (oldBefore.at(-1) === 0) return [];
  const grown = typesThatGrow(index, parts, calls);
  const label = edgeLabel(graph, edge);
  const drafts = new Map<number, GroupDraft>();
  for (let at = 0; at < parts.length; at++) {
    const node = parts[at]!;
    const size = tree.exit[node]! - tree.enter[node]!;
    const typeKey = typeKeyOf(index, node);
    const isNew = births[node]! >= 0 && oldBefore[at] === oldBefore[at + size];
    if (!isNew || !grown.has(typeKey)) continue;
    const draft = drafts.get(typeKey) ?? new GroupDraft(owner, label, typeKey, calls.calls.length);
    drafts.set(typeKey, draft);
    draft.add(node, births[node]!, edge, label);
    count(index, draft, parts.subarray(at, at + size));
    at += size - 1;
  }
  return mergeByHolder(index, [...drafts.values()], calls.calls).map((draft) => ({
    owner,
    owners: [owner],
    links: draft.links(),
    survivors: draft.survivors.toSorted((a, b) => births[a]! - births[b]!),
    perBatch: draft.perBatch,
    bytesPerBatch: draft.bytesPerBatch,
    sharedBytesPerBatch: draft.sharedBytesPerBatch,
    passengers: draft.passengers(),
    sharedWith: [],
    population: grown.get(draft.typeKey)!,
  }));
}

/** How many of the first parts are older than the tracked calls, and the program's: one figure more than parts. */
function countsOfOld(index: HeapIndex, parts: Uint32Array): Uint32Array {
  const counts = new Uint32Array(parts.length + 1);
  parts.forEach((node, at) => {
    const isOld = index.births[node] === bornBefore && isObject(index, node);
    counts[at + 1] = counts[at]! + (isOld ? 1 : 0);
  });
  return counts;
}

/** Types of which each batch left its share, and of which there are as many as all calls would have made. */
function typesThatGrow(
  index: HeapIndex,
  parts: Uint32Array,
  calls: TrackedCalls,
): Map<number, number> {
  const types = new Map<number, { draft: GroupDraft; population: number }>();
  for (const node of parts) {
    if (!isObject(index, node)) continue;
    const key = typeKeyOf(index, node);
    const draft = types.get(key)?.draft ?? new GroupDraft(node, '', key, calls.calls.length);
    types.set(key, { draft, population: (types.get(key)?.population ?? 0) + 1 });
    const birth = index.births[node]!;
    if (birth >= 0) draft.perBatch[birth]! += 1;
  }
  return new Map(
    [...types].flatMap(([key, { draft, population }]) => {
      const { perBatch } = draft;
      const isGrowing =
        draft.isRegular(calls.calls) &&
        populationShare({ perBatch, population }, calls) >= leastPopulation;
      return isGrowing ? [[key, population] as const] : [];
    }),
  );
}

/** Of the program's own making, and no value that others have. */
function isObject(index: HeapIndex, node: number): boolean {
  const isOthers = isV8sOwn(typeOf(index.graph, node)) || isTransparent(index, node);
  return (
    !isOthers && !isPrimitive(index, node) && !nameOf(index.graph, node).startsWith('system / ')
  );
}

/** An entry with all that only it holds. */
function count(index: HeapIndex, draft: GroupDraft, [entry, ...held]: Uint32Array): void {
  const { births, graph } = index;
  const birth = births[entry!]!;
  draft.bytesPerBatch[birth]! += graph.nodeSelfSize[entry!]!;
  for (const node of held) {
    const bytes = graph.nodeSelfSize[node]!;
    draft.bytesPerBatch[birth]! += bytes;
    draft.carry(typeKeyOf(index, node), node, birth, bytes);
  }
}
