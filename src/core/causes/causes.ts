import { allocationOf } from './allocation';
import { keepsRegistered, knownObject } from './knownObject';
import { madeByCall } from './madeByCall';
import { listening, type Listening } from './listening';
import { chainTo, chainToNode, type HeapLink } from './chain';
import { total } from '../loop/batchFigures';
import { growthGroups, type GrowthGroup } from './frontier';
import {
  keptPerCallOf,
  leastPopulation,
  populationShare,
  type TrackedCalls,
} from './growthPerCall';
import { partlyCopied } from './partlyCopied';
import { referred } from './population';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import { heldBy, holderName, type HolderName } from './naming';
import { typeDescription } from './typeDescription';
import { renewedOwners } from './renewedOwners';
import { typeKeyOf } from './typeKey';
import type { HeldBy, Passenger, TypeDescription } from '../report/report';
import type { ScriptPosition, TraceFrame } from '../heap/heapGraph';

/** One mistake: what it leaves behind, who holds that, and how the two hang together. */
export interface Cause {
  readonly group: GrowthGroup;
  readonly type: Omit<TypeDescription, 'location'>;
  /** Where V8 says that the type's function or class stands. */
  readonly typePosition?: ScriptPosition;
  readonly holder: HolderName;
  readonly ownerType: string;
  readonly heldBy: HeldBy;
  /** Where the survivors are callbacks that wait to be called. */
  readonly listening?: Listening;
  /** Whether a FinalizationRegistry's held values reach what they are registered for. */
  readonly keepsItself?: boolean;
  /** The objects (nodes) through which survivors are added to the holder. */
  readonly watched: readonly number[];
  readonly chain: readonly HeapLink[];
  readonly objectsPerCall: number;
  readonly bytesPerCall: number;
  /** Bytes per call that no other cause keeps alive: what is saved by fixing this one alone. */
  readonly exclusiveBytesPerCall: number;
  readonly passengers: readonly Passenger[];
  /** Leaf first; empty where V8 did not track it. */
  readonly allocation: readonly TraceFrame[];
  /** Self size in bytes of the object that was allocated there, where that is not the first survivor. */
  readonly allocatedSize?: number;
  readonly confidence: number;
  /** Entries of this kind in the holder before the first call, by its growth per call, and now. */
  readonly size: { readonly before: number; readonly after: number };
  readonly fingerprint: string;
}

/** The causes of the growth that a tracked run shows, most bytes per call first. */
export function findCauses(index: HeapIndex, calls: TrackedCalls): Cause[] {
  const lasting = growthGroups(
    index,
    calls.calls,
    (grown) => populationShare(grown, calls) >= leastPopulation,
  );
  const copied = partlyCopied(index, calls, new Set(lasting.flatMap(({ survivors }) => survivors)));
  const groups = [...lasting, ...copied].sort(
    (a, b) => total(b.bytesPerBatch) - total(a.bytesPerBatch),
  );
  return uniqueFingerprints(groups.map((group) => describeCause(index, group, calls)));
}

/** A container whose live size was seen to rise, though nothing in the snapshot shows its entries. */
export interface GrowingContainer {
  readonly node: number;
  readonly entriesPerCall: number;
  readonly entries: number;
}

/** Causes of growth that has no objects: containers of numbers. */
export function containerCauses(
  index: HeapIndex,
  containers: readonly GrowingContainer[],
  bytesPerCall: number,
  allCalls: number,
): Cause[] {
  const grown = containers.filter(
    ({ entries, entriesPerCall }) => entries >= leastPopulation * entriesPerCall * allCalls,
  );
  return uniqueFingerprints(
    grown.map((container) =>
      containerCause(index, container, bytesPerCall / grown.length, allCalls),
    ),
  );
}

function containerCause(
  index: HeapIndex,
  { node, entriesPerCall, entries }: GrowingContainer,
  bytesPerCall: number,
  allCalls: number,
): Cause {
  const group: GrowthGroup = {
    owner: node,
    owners: [node],
    links: [],
    survivors: [],
    perBatch: [],
    bytesPerBatch: [],
    sharedBytesPerBatch: [],
    passengers: [],
    sharedWith: [],
    population: entries,
  };
  const chain = chainToNode(index, node);
  const holder = holderName(index, chain, group);
  const ownerType = typeDescription(index, node).name;
  return {
    group,
    type: { name: 'number', kind: 'number' },
    holder,
    ownerType,
    heldBy: heldBy(index, chain, group),
    watched: [node],
    chain,
    objectsPerCall: entriesPerCall,
    bytesPerCall,
    exclusiveBytesPerCall: bytesPerCall,
    passengers: [],
    allocation: [],
    confidence: 1,
    size: sizeOf(entries, entriesPerCall * allCalls),
    fingerprint: `${holder.name} (${ownerType}) > number`,
  };
}

function describeCause(index: HeapIndex, group: GrowthGroup, calls: TrackedCalls): Cause {
  const { graph } = index;
  const chain = chainTo(index, group);
  const holder = holderName(index, chain, group);
  const [first] = group.survivors;
  const listens = listening(
    index,
    chain.slice(0, chain.findIndex(({ isOwner }) => isOwner) + 1),
    group,
  );
  const made = isNative(index, group) ? madeByCall(index, group) : renewedOwners(index, group);
  const known = made?.node ?? knownObject(index, first!, listens);
  const type = typeDescription(index, known);
  const ownerType = typeDescription(index, group.owner).name;
  const typePosition = graph.locations.get(known);
  const perCall = keptPerCallOf(group, calls);
  const allocation = allocationOf(index, group, known);
  return {
    group,
    type,
    ...(typePosition === undefined ? {} : { typePosition }),
    holder,
    ownerType,
    heldBy: heldBy(index, chain, group),
    ...(listens === undefined ? {} : { listening: listens }),
    keepsItself: keepsRegistered(index, first!),
    watched: listens === undefined ? group.owners : watchedFor(chain, group, listens),
    chain,
    objectsPerCall: perCall(made?.perBatch ?? group.perBatch),
    bytesPerCall: perCall(group.bytesPerBatch),
    exclusiveBytesPerCall: perCall(group.bytesPerBatch) - perCall(group.sharedBytesPerBatch),
    passengers: mergePassengers(index, group, perCall).filter((each) => each.type !== type.name),
    allocation: allocation.stack,
    allocatedSize: allocation.size,
    confidence: Math.min(1, populationShare(group, calls)),
    size: sizeOf(entriesOf(index, group, calls), perCall(group.perBatch) * calls.allCalls),
    fingerprint: `${holder.name} (${ownerType}) > ${type.name}`,
  };
}

/** Whether native code holds the survivors, by handles of its own. */
function isNative({ graph }: HeapIndex, { owner }: GrowthGroup): boolean {
  return typeOf(graph, owner) === 'synthetic';
}

/** Listeners of an EventTarget are in a list of Node's, to which only the target's own methods lead. */
function watchedFor(
  chain: readonly HeapLink[],
  { owners }: GrowthGroup,
  { by, emitterAt }: Listening,
): readonly number[] {
  return by === 'EventTarget' ? [chain[emitterAt]!.node] : owners;
}

/** Passengers that are called the same to a reader, such as strings of every representation, are one. */
function mergePassengers(
  index: HeapIndex,
  group: GrowthGroup,
  perCall: (perBatch: readonly number[]) => number,
): Passenger[] {
  const merged = new Map<string, { objects: number; bytes: number }>();
  for (const { example, countPerBatch, bytesPerBatch } of group.passengers) {
    if (isBookkeeping(index, example)) continue;
    const { name } = typeDescription(index, example);
    const sum = merged.get(name) ?? { objects: 0, bytes: 0 };
    merged.set(name, {
      objects: sum.objects + perCall(countPerBatch),
      bytes: sum.bytes + perCall(bytesPerBatch),
    });
  }
  const shown = [...merged].filter(([, { objects }]) => objects > 0);
  return shown.map(([type, { objects, bytes }]) => ({
    type,
    objectsPerCall: objects,
    bytesPerCall: bytes,
  }));
}

/** Backing stores and V8's own records belong to their owner in a reader's mind. */
function isBookkeeping({ graph }: HeapIndex, node: number): boolean {
  const type = typeOf(graph, node);
  return (
    type === 'array' || type === 'code' || type === 'object shape' || nameOf(graph, node) === ''
  );
}

/**
 * What the holder has of the kind: its own entries, without those that hang from these in turn (a listener that refers to
 * four other functions), where they account for what it got; else all that it leads to, as in a list.
 */
function entriesOf(index: HeapIndex, group: GrowthGroup, calls: TrackedCalls): number {
  if (group.owners.length > 1) return group.population;
  const own = referred(index, group.owner, typeKeyOf(index, group.survivors[0]!));
  const isAll = populationShare({ ...group, population: own }, calls) >= leastPopulation;
  return isAll ? own : group.population;
}

function sizeOf(now: number, grown: number): Cause['size'] {
  return { before: Math.max(0, now - Math.round(grown)), after: now };
}

/** Two causes that read the same are numbered, so that each can be followed from run to run. */
export function uniqueFingerprints(causes: readonly Cause[]): Cause[] {
  const seen = new Map<string, number>();
  return causes.map((cause) => {
    const times = (seen.get(cause.fingerprint) ?? 0) + 1;
    seen.set(cause.fingerprint, times);
    return times === 1
      ? cause
      : { ...cause, fingerprint: `${cause.fingerprint} #${String(times)}` };
  });
}
