import { edgeLabel } from '../heap/heapGraph';
import type { HeapIndex } from '../heap/heapIndex';
import { chainTo } from './chain';
import type { Cause } from './causes';
import type { GrowthGroup } from './frontier';
import { heldBy, holderName } from './naming';
import { typeDescription } from './typeDescription';
import { sizeBefore } from './replacedObjects';
import { nobody, responsibleSurvivors } from './responsible';
import { survivorHolders } from './survivorHolders';

/** What the last calls made anew as a whole, in an old variable or property, or as all the entries of an old list. */
export interface RenewedStructure {
  /** Its topmost object, or all of them where it is the entries of a list. */
  readonly nodes: readonly number[];
  /** The old object in whose variable or property it is. */
  readonly owner: number;
  /** The edge from the owner to the first of the nodes. */
  readonly edge: number;
  /** With all that only it keeps alive. */
  readonly bytes: number;
  /** The type that most of its bytes are of: one node of it, and how many there are. */
  readonly example: number;
  readonly objects: number;
}

/** New structures in old places that keep at least `leastBytes` alive, largest first. */
export function renewedStructures(index: HeapIndex, leastBytes: number): RenewedStructure[] {
  const { births, retained, graph } = index;
  const responsible = responsibleSurvivors(index);
  const places = new Map<string, { owner: number; edge: number; nodes: number[]; bytes: number }>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (responsible[node] !== node || births[node]! < 0) continue;
    const [holder] = survivorHolders(index, responsible, node);
    if (holder === undefined) continue;
    const { node: owner, edge } = holder;
    // One that is large by itself is a whole; what is small is one of many entries.
    const key = retained[node]! >= leastBytes ? `whole ${String(node)}` : `in ${String(owner)}`;
    const place = places.get(key) ?? { owner, edge, nodes: [], bytes: 0 };
    place.nodes.push(node);
    place.bytes += retained[node]!;
    places.set(key, place);
  }
  return [...places.values()]
    .filter(({ bytes }) => bytes >= leastBytes)
    .map((place) => ({ ...place, ...mainType(index, responsible, place.nodes) }))
    .sort((a, b) => b.bytes - a.bytes);
}

/** Strings and numbers belong to the objects that they are in. */
const parts: ReadonlySet<string> = new Set(['string', 'number', 'hidden', 'code']);

function mainType(
  index: HeapIndex,
  responsible: Uint32Array,
  tops: readonly number[],
): Pick<RenewedStructure, 'example' | 'objects'> {
  const { graph, tree } = index;
  const types = new Map<string, { example: number; objects: number }>();
  for (const top of tops) {
    for (let at = tree.enter[top]!; at < tree.exit[top]!; at++) {
      const node = tree.preorder[at]!;
      if (responsible[node] === nobody || graph.nodeSelfSize[node] === 0) continue;
      const { name, kind } = typeDescription(index, node);
      if (parts.has(kind) || name.startsWith('(')) continue;
      const known = types.get(name) ?? { example: node, objects: 0 };
      types.set(name, { ...known, objects: known.objects + 1 });
    }
  }
  const [most] = [...types.values()].sort((a, b) => b.objects - a.objects);
  return most ?? { example: tops[0]!, objects: tops.length };
}

/** How a whole came to be as large as it is. */
export interface RenewalGrowth {
  /** The part of it that came with these calls; the rest was there before. */
  readonly shareGrown: number;
  readonly calls: number;
}

export function renewalCause(
  index: HeapIndex,
  { nodes, owner, edge, bytes, example, objects }: RenewedStructure,
  { shareGrown, calls }: RenewalGrowth,
): Cause {
  const { graph } = index;
  const group: GrowthGroup = {
    owner,
    owners: [owner],
    links: [{ edge, label: edgeLabel(graph, edge), count: nodes.length }],
    ...(nodes.length === 1 ? { isReplaced: true } : {}),
    survivors: nodes,
    perBatch: [],
    bytesPerBatch: [],
    sharedBytesPerBatch: [],
    passengers: [],
    sharedWith: [],
    population: objects,
  };
  const chain = chainTo(index, group);
  const holder = holderName(index, chain, group);
  const type = typeDescription(index, example);
  const ownerType = typeDescription(index, owner).name;
  const grown = shareGrown * objects;
  const bytesPerCall = (shareGrown * bytes) / calls;
  return {
    group,
    type,
    holder,
    ownerType,
    heldBy: heldBy(index, chain, group),
    watched: [owner],
    chain,
    objectsPerCall: grown / calls,
    bytesPerCall,
    exclusiveBytesPerCall: bytesPerCall,
    passengers: [],
    allocation: graph.traces.stack(graph.nodeTrace[example]!),
    confidence: 1,
    size: { before: sizeBefore(objects, grown), after: objects },
    fingerprint: `${holder.name} (${ownerType}) > ${type.name}`,
  };
}
