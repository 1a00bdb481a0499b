import { edgeLabel } from '../heap/heapGraph';
import type { HeapIndex } from '../heap/heapIndex';
import { chainTo } from './chain';
import type { Cause } from './causes';
import type { GrowthGroup } from './frontier';
import { heldBy, holderName } from './naming';
import { typeDescription } from './typeDescription';
import { nobody, responsibleSurvivors } from './responsible';
import { survivorHolders } from './survivorHolders';
import { isBackingStore } from './typeKey';

/**
 * What the last calls put in the place of its smaller predecessor: a flattened string, a copied list
 * of numbers. There is always one of it, so only its size tells.
 */
export interface ReplacedObject {
  readonly node: number;
  /** The old object in whose variable or property it is. */
  readonly owner: number;
  /** The edge from the owner. */
  readonly edge: number;
  /** Whose backing store the largest piece of it is; the piece itself where it is none. */
  readonly container: number;
  /** Of the largest single object that makes it up; of a text, of all its pieces. */
  readonly bytes: number;
  /** Whether it is as large as what is in it, as a string is; a backing store may be empty. */
  readonly isFull: boolean;
}

/** New objects in old places with at least `leastBytes` in one piece, largest first. */
export function replacedObjects(index: HeapIndex, leastBytes: number): ReplacedObject[] {
  const { graph, births } = index;
  const responsible = responsibleSurvivors(index);
  const found = new Map<number, ReplacedObject>();
  for (let piece = 0; piece < graph.nodeCount; piece++) {
    const node = responsible[piece]!;
    const bytes = bytesOf(index, piece, node);
    if (births[piece]! < 0 || bytes < leastBytes || node === nobody) continue;
    if (bytes <= (found.get(node)?.bytes ?? 0)) continue;
    const [holder] = survivorHolders(index, responsible, node);
    if (holder === undefined) continue;
    const { node: owner, edge } = holder;
    const isFull = !isBackingStore(index, piece);
    const container = isFull ? piece : index.idom[piece]!;
    found.set(node, { node, owner, edge, container, bytes, isFull });
  }
  return [...found.values()].sort((a, b) => b.bytes - a.bytes);
}

/** V8 puts a text together of others: JSON is written in pieces of 16 kB. */
function bytesOf({ graph, retained }: HeapIndex, piece: number, node: number): number {
  const isText = piece === node && graph.nodeTypes[graph.nodeType[node]!] === 'concatenated string';
  return isText ? retained[node]! : graph.nodeSelfSize[piece]!;
}

/** What grows is larger than it was a while ago, and a table that is full makes itself twice as large. */
const leastGrown = 0.9;
const mostGrown = 4;

/** Whether something of this size may be what had another one before. Both in bytes. */
export function isGrownFrom(before: number, now: number): boolean {
  return now >= leastGrown * before && now <= mostGrown * before;
}

/**
 * Whether it is what the loop saw grow. That something large is new in an old place says nothing by itself:
 * V8 keeps the text that a regular expression matched last, a stream the last piece of a file.
 *
 * @param largestSeen bytes of what was largest of each part that grew by replacement, and of all that was
 *   made anew of it, at the end of the loop
 */
export function wasSeenToGrow({ bytes }: ReplacedObject, largestSeen: readonly number[]): boolean {
  return largestSeen.some((seen) => isGrownFrom(seen, bytes));
}

export interface GrowthInCalls {
  readonly bytesPerCall: number;
  readonly calls: number;
}

/** Of something that was not measured then. */
export function sizeBefore(now: number, added: number): number {
  return Math.max(0, Math.round(now - added));
}

/**
 * The cause of a replaced object's growth; a figure of objects there is none.
 *
 * @param growth what each call adds to it, and the calls made in all; it may have had a size before the first
 */
export function replacementCause(
  index: HeapIndex,
  { node, owner, edge, bytes }: ReplacedObject,
  { bytesPerCall, calls }: GrowthInCalls,
): Cause {
  const { graph } = index;
  const group: GrowthGroup = {
    owner,
    owners: [owner],
    links: [{ edge, label: edgeLabel(graph, edge), count: 1 }],
    isReplaced: true,
    survivors: [node],
    perBatch: [],
    bytesPerBatch: [],
    sharedBytesPerBatch: [],
    passengers: [],
    sharedWith: [],
    population: 1,
  };
  const chain = chainTo(index, group);
  const holder = holderName(index, chain, group);
  const type = typeDescription(index, node);
  const ownerType = typeDescription(index, owner).name;
  return {
    group,
    type,
    holder,
    ownerType,
    heldBy: heldBy(index, chain, group),
    watched: [owner],
    chain,
    objectsPerCall: 0,
    bytesPerCall,
    exclusiveBytesPerCall: bytesPerCall,
    passengers: [],
    allocation: graph.traces.stack(graph.nodeTrace[node]!),
    confidence: 1,
    size: { before: sizeBefore(bytes, bytesPerCall * calls), after: bytes },
    fingerprint: `${holder.name} (${ownerType}) > ${type.name}`,
  };
}
