import { bornBefore, bornLate } from '../heap/births';
import { edgeLabel } from '../heap/heapGraph';
import { strongRetainers, typeOf, type HeapIndex, type Retainer } from '../heap/heapIndex';
import type { EdgeKind, Instance, Referrer } from '../report/report';
import type { Cause } from './causes';
import { reportedKind } from './chain';
import { isDictionaryEdge } from './chainLabels';
import { typeDescription } from './typeDescription';

const mostInstances = 5;
const mostReferrers = 5;

/** The first survivors of a cause, those of the earliest batches, and who refers to them. */
export function instancesOf(index: HeapIndex, cause: Cause): Instance[] {
  const { births } = index;
  return [...cause.group.survivors]
    .sort((a, b) => births[a]! - births[b]!)
    .slice(0, mostInstances)
    .map((node) => describeInstance(index, cause, node));
}

function describeInstance(index: HeapIndex, cause: Cause, node: number): Instance {
  const { graph, births, retained } = index;
  const retainers = referrersOf(index, node);
  return {
    id: graph.nodeId[node]!,
    type: typeDescription(index, node).name,
    bornIn: bornInOf(births[node]!),
    selfSize: graph.nodeSelfSize[node]!,
    retainedSize: retained[node]!,
    referrers: retainers.length,
    referredBy: retainers
      .slice(0, mostReferrers)
      .map((retainer) => describeReferrer(index, cause, retainer)),
  };
}

/** Who refers to a node; a backing store stands for the container whose it is. */
function referrersOf(index: HeapIndex, node: number): Retainer[] {
  const found = new Map<number, Retainer>();
  for (const { node: referrer, edge } of strongRetainers(index, node)) {
    const owner = typeOf(index.graph, referrer) === 'array' ? index.idom[referrer]! : referrer;
    if (!found.has(owner) || referrer === owner) found.set(owner, { node: owner, edge });
  }
  return [...found.values()];
}

/** Whether an edge comes out of a backing store: its name is a place in there, and says nothing. */
function isStore({ graph }: HeapIndex, edge: number): boolean {
  return (
    graph.edgeTypes[graph.edgeType[edge]!] === 'internal' && /^\d+$/.test(edgeLabel(graph, edge))
  );
}

function describeReferrer(index: HeapIndex, cause: Cause, retainer: Retainer): Referrer {
  const { graph, births } = index;
  const { node, edge } = retainer;
  const kind: EdgeKind = reportedKind(index, edge);
  const name = edgeLabel(graph, edge).slice(0, 200);
  const isEntry = isStore(index, edge);
  const isKey = isEntry || isKeyOfHolder(index, cause, { node, kind, name });
  return {
    id: graph.nodeId[node]!,
    type: typeDescription(index, node).name,
    bornIn: bornInOf(births[node]!),
    edge: isKey ? { kind: 'key', name: '…' } : { kind, name },
  };
}

/**
 * Whether a survivor stands in an object under a name that is data of the program's. In one that is older than the
 * loop, a call made the name, whoever's holder that is; but for a place that is filled anew.
 */
function isKeyOfHolder(
  { births }: HeapIndex,
  cause: Cause,
  { node, ...edge }: { readonly node: number; readonly kind: EdgeKind; readonly name: string },
): boolean {
  const { owner, isReplaced } = cause.group;
  if (node === owner) return isDictionaryEdge(cause, edge);
  return edge.kind === 'property' && isReplaced !== true && bornInOf(births[node]!) === 'before';
}

/** The tracked batch that an object was born in, as a report says it. */
export function bornInOf(birth: number): 'before' | number {
  return birth === bornBefore || birth === bornLate ? 'before' : birth;
}
