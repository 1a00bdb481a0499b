import { chainTo, chainToNode, type HeapLink } from './chain';
import { growthGroups, type GrowthGroup } from './frontier';
import { nameOf, typeOf, type HeapIndex } from './heapIndex';
import { heldBy, holderName, typeDescription, type HolderName } from './naming';
import type { HeldBy, Passenger, TypeDescription } from './report';
import type { ScriptPosition, TraceFrame } from './heapGraph';

/** One mistake: what it leaves behind, who holds that, and how the two hang together. */
export interface Cause {
  readonly group: GrowthGroup;
  readonly type: Omit<TypeDescription, 'location'>;
  /** Where V8 says that the type's function or class stands. */
  readonly typePosition?: ScriptPosition;
  readonly holder: HolderName;
  readonly ownerType: string;
  readonly heldBy: HeldBy;
  readonly chain: readonly HeapLink[];
  readonly objectsPerCall: number;
  readonly bytesPerCall: number;
  readonly passengers: readonly Passenger[];
  /** Leaf first; empty where V8 did not track it. */
  readonly allocation: readonly TraceFrame[];
  readonly confidence: number;
  readonly fingerprint: string;
}

export interface TrackedCalls {
  readonly batches: number;
  readonly callsPerBatch: number;
  /** All calls made in the process so far, the tracked ones included. */
  readonly allCalls: number;
}

/**
 * A holder must hold at least this share of what it would hold had it grown so from the first call;
 * a bounded cache that is being filled or rolled over holds less.
 */
const leastPopulation = 0.25;

/** The causes of the growth that a tracked run shows, most bytes per call first. */
export function findCauses(index: HeapIndex, calls: TrackedCalls): Cause[] {
  const groups = growthGroups(index, calls.batches).filter(
    (group) => populationShare(group, calls) >= leastPopulation,
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
    grown.map((container) => containerCause(index, container, bytesPerCall / grown.length)),
  );
}

function containerCause(
  index: HeapIndex,
  { node, entriesPerCall, entries }: GrowingContainer,
  bytesPerCall: number,
): Cause {
  const group: GrowthGroup = {
    owner: node,
    links: [],
    survivors: [],
    perBatch: [],
    bytesPerBatch: [],
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
    chain,
    objectsPerCall: entriesPerCall,
    bytesPerCall,
    passengers: [],
    allocation: [],
    confidence: 1,
    fingerprint: `${holder.name} (${ownerType}) > number`,
  };
}

function describeCause(index: HeapIndex, group: GrowthGroup, calls: TrackedCalls): Cause {
  const { graph } = index;
  const chain = chainTo(index, group);
  const holder = holderName(index, chain, group);
  const [first] = group.survivors;
  const type = typeDescription(index, first!);
  const ownerType = typeDescription(index, group.owner).name;
  const typePosition = graph.locations.get(first!);
  const perCall = (total: number): number => total / (calls.batches * calls.callsPerBatch);
  return {
    group,
    type,
    ...(typePosition === undefined ? {} : { typePosition }),
    holder,
    ownerType,
    heldBy: heldBy(index, chain, group),
    chain,
    objectsPerCall: settledMean(group.perBatch) / calls.callsPerBatch,
    bytesPerCall: settledMean(group.bytesPerBatch) / calls.callsPerBatch,
    passengers: mergePassengers(index, group, perCall),
    allocation: graph.traces.stack(graph.nodeTrace[first!]!),
    confidence: Math.min(1, populationShare(group, calls)),
    fingerprint: `${holder.name} (${ownerType}) > ${type.name}`,
  };
}

/** Passengers that are called the same to a reader, such as strings of every representation, are one. */
function mergePassengers(
  index: HeapIndex,
  group: GrowthGroup,
  perCall: (total: number) => number,
): Passenger[] {
  const merged = new Map<string, { objects: number; bytes: number }>();
  for (const { example, count, bytes } of group.passengers) {
    if (isBookkeeping(index, example)) continue;
    const { name } = typeDescription(index, example);
    const sum = merged.get(name) ?? { objects: 0, bytes: 0 };
    merged.set(name, { objects: sum.objects + count, bytes: sum.bytes + bytes });
  }
  return [...merged].map(([type, { objects, bytes }]) => ({
    type,
    objectsPerCall: perCall(objects),
    bytesPerCall: perCall(bytes),
  }));
}

/** Backing stores and V8's own records belong to their owner in a reader's mind. */
function isBookkeeping({ graph }: HeapIndex, node: number): boolean {
  const type = typeOf(graph, node);
  return (
    type === 'array' || type === 'code' || type === 'object shape' || nameOf(graph, node) === ''
  );
}

function populationShare(group: GrowthGroup, { callsPerBatch, allCalls }: TrackedCalls): number {
  const expected = (settledMean(group.perBatch) / callsPerBatch) * allCalls;
  return group.population / expected;
}

/** What the last batch left behind may not all be in its place yet. */
function settledMean(perBatch: readonly number[]): number {
  const settled = perBatch.slice(0, -1);
  return settled.reduce((sum, value) => sum + value, 0) / settled.length;
}

/** Two causes that read the same are numbered, so that each can be followed from run to run. */
function uniqueFingerprints(causes: readonly Cause[]): Cause[] {
  const seen = new Map<string, number>();
  return causes.map((cause) => {
    const times = (seen.get(cause.fingerprint) ?? 0) + 1;
    seen.set(cause.fingerprint, times);
    return times === 1
      ? cause
      : { ...cause, fingerprint: `${cause.fingerprint} #${String(times)}` };
  });
}
