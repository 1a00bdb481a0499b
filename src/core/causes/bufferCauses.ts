import type { Cause } from './causes';
import { chainTo, chainToNode } from './chain';
import type { GrowthGroup } from './frontier';
import { bornBefore } from '../heap/births';
import { edgeLabel, rootOrdinal } from '../heap/heapGraph';
import { nameOf, strongRetainers, typeOf, type HeapIndex } from '../heap/heapIndex';
import { heldBy, holderName } from './naming';
import { typeDescription } from './typeDescription';

/**
 * One buffer that has taken up bytes call by call, though no objects accumulate: it was replaced by
 * a larger one again and again, or it grew in place.
 */
export interface GrowingBuffer {
  /** The ArrayBuffer. */
  readonly node: number;
  readonly bytes: number;
  /** Whether it is older than the tracked calls: then its live size tells whether it grows. */
  readonly isOld: boolean;
}

export interface OutsideGrowth {
  readonly bytesPerCall: number;
  /** All calls made in the process up to the snapshot. */
  readonly allCalls: number;
}

/** A buffer that grew with the calls holds at least this share of all the bytes that grew. */
const shareOfGrowth = 0.2;
/** One that is replaced holds no more than this many times as much: it may be twice as large as needed. */
const mostOfGrowth = 2.5;

/** Buffers as large as growth since the first call would have made them, largest first. */
export function growingBuffers(index: HeapIndex, growth: OutsideGrowth): GrowingBuffer[] {
  const { graph, births } = index;
  const grown = growth.bytesPerCall * growth.allCalls;
  const found: GrowingBuffer[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    const bytes = graph.nodeSelfSize[node]!;
    if (bytes < shareOfGrowth * grown || typeOf(graph, node) !== 'native') continue;
    const buffer = strongRetainers(index, node).find(
      ({ edge }) => edgeLabel(graph, edge) === 'backing_store',
    )?.node;
    if (buffer === undefined || index.paths.distance[buffer]! < 0) continue;
    const isOld = births[buffer] === bornBefore;
    if (isOld || bytes <= mostOfGrowth * grown) found.push({ node: buffer, bytes, isOld });
  }
  return found.sort((a, b) => b.bytes - a.bytes);
}

/** The causes of growth outside the heap that buffers account for; the growth is shared out by size. */
export function bufferCauses(
  index: HeapIndex,
  buffers: readonly GrowingBuffer[],
  growth: OutsideGrowth,
): Cause[] {
  const all = buffers.reduce((sum, { bytes }) => sum + bytes, 0);
  return buffers.map((buffer) =>
    bufferCause(index, buffer, {
      ...growth,
      bytesPerCall: (growth.bytesPerCall * buffer.bytes) / all,
    }),
  );
}

function bufferCause(
  index: HeapIndex,
  buffer: GrowingBuffer,
  { bytesPerCall, allCalls }: OutsideGrowth,
): Cause {
  const group = buffer.isOld ? grownInPlace(buffer) : replaced(index, buffer, allCalls);
  const [survivor = buffer.node] = group.survivors;
  const chain = buffer.isOld ? chainToNode(index, buffer.node) : chainTo(index, group);
  const holder = holderName(index, chain, group);
  const type = typeDescription(index, survivor);
  const ownerType = typeDescription(index, group.owner).name;
  return {
    group,
    type,
    holder,
    ownerType,
    heldBy: heldBy(index, chain, group),
    watched: [group.owner],
    chain,
    objectsPerCall: 0,
    bytesPerCall,
    exclusiveBytesPerCall: bytesPerCall,
    passengers: [],
    allocation: index.graph.traces.stack(index.graph.nodeTrace[survivor]!),
    confidence: 1,
    size: {
      before: Math.max(0, Math.round(buffer.bytes - bytesPerCall * allCalls)),
      after: buffer.bytes,
    },
    fingerprint: `${holder.name} (${ownerType}) > ${type.name}`,
  };
}

function grownInPlace({ node }: GrowingBuffer): GrowthGroup {
  return { ...emptyGroup, owner: node, owners: [node] };
}

/** Up the path from the root to the first old object: it, or one of its properties, is re-assigned. */
function replaced(index: HeapIndex, { node }: GrowingBuffer, allCalls: number): GrowthGroup {
  const { births, graph, paths } = index;
  let [at, below, edge] = [node, node, paths.parentEdge[node]!];
  while (at !== rootOrdinal && (births[at] !== bornBefore || isRecord(index, at))) {
    [below, edge, at] = [at, paths.parentEdge[at]!, paths.parent[at]!];
  }
  const link = { edge, label: edgeLabel(graph, edge), count: allCalls };
  return { ...emptyGroup, owner: at, owners: [at], links: [link], survivors: [below] };
}

function isRecord({ graph }: HeapIndex, node: number): boolean {
  return (
    ['array', 'hidden', 'code', 'object shape'].includes(typeOf(graph, node)) &&
    nameOf(graph, node) !== 'system / Context'
  );
}

const emptyGroup: Omit<GrowthGroup, 'owner' | 'owners'> = {
  links: [],
  survivors: [],
  perBatch: [],
  bytesPerBatch: [],
  sharedBytesPerBatch: [],
  passengers: [],
  sharedWith: [],
  population: 0,
};
