import { bornBefore } from '../heap/births';
import type { GrowthGroup } from './frontier';
import { edgeKindOf, edgeLabel, rootOrdinal, type ScriptPosition } from '../heap/heapGraph';
import { nameOf, strongRetainers, typeOf, type HeapIndex } from '../heap/heapIndex';
import type { EdgeKind } from '../report/report';
import { typeKeyOf } from './typeKey';

/** One step of a chain, still in the heap's own terms. */
export interface HeapLink {
  readonly node: number;
  /** The edge that leads here; none for the root. */
  readonly edge?: { readonly kind: EdgeKind; readonly name: string };
  readonly isOwner: boolean;
  /** Where V8 says that the node's function or class stands. */
  readonly position?: ScriptPosition;
  /** How many equal links in a row this one stands for. */
  readonly repeats: number;
}

/** Nodes that a search backwards from a survivor visits before it gives up. */
const patience = 200_000;

/** The shortest chain from the root over the group's first owner to the earliest survivor, of its own where it has some. */
export function chainTo(index: HeapIndex, group: GrowthGroup): HeapLink[] {
  const { owner, survivors } = group;
  const own = survivors.filter((node) => index.tree.dominates(owner, node));
  const survivor = (own.length > 0 ? own : survivors).reduce((earliest, node) =>
    index.births[node]! < index.births[earliest]! ? node : earliest,
  );
  const nodes = [...pathFromRoot(index, owner), ...pathOfGroup(index, group, survivor)];
  return collapseRepeats(
    index,
    nodes.map((step) => describe(index, step, owner)),
  );
}

/** The chain from the root to one node, itself included. */
export function chainToNode(index: HeapIndex, node: number): HeapLink[] {
  return pathFromRoot(index, node).map((step) => describe(index, step, node));
}

interface Step {
  readonly node: number;
  readonly edge: number | undefined;
}

function pathFromRoot({ paths }: HeapIndex, node: number): Step[] {
  const steps: Step[] = [];
  for (let at = node; ; at = paths.parent[at]!) {
    const isRoot = at === rootOrdinal;
    steps.push({ node: at, edge: isRoot ? undefined : paths.parentEdge[at]! });
    if (isRoot || paths.distance[at]! < 0) return steps.reverse();
  }
}

/**
 * By one of the owner's own references that the group is known by, where one leads there, in a list from cell to cell;
 * else by any.
 */
function pathOfGroup(
  index: HeapIndex,
  { owner, links }: GrowthGroup,
  survivor: number,
): readonly Step[] {
  const { graph } = index;
  const isOwn = (edge: number): boolean =>
    edge >= graph.firstEdge[owner]! && edge < graph.firstEdge[owner + 1]!;
  const named = new Set(links.filter(({ edge }) => isOwn(edge)).map(({ label }) => label));
  const begins = (edge: number): boolean => named.has(edgeLabel(graph, edge));
  const cell = typeKeyOf(index, survivor);
  const over = (node: number): boolean => typeKeyOf(index, node) === cell;
  const byName = (): Step[] | undefined =>
    pathBetween(index, owner, survivor, { begins, over }) ??
    pathBetween(index, owner, survivor, { begins });
  return (
    (named.size > 0 ? byName() : undefined) ??
    pathBetween(index, owner, survivor) ?? [{ node: survivor, edge: undefined }]
  );
}

/**
 * Breadth first, backwards from the survivor: it has few retainers where the owner may have a million children.
 *
 * @param ways `begins`: whether the way may begin with an edge of the owner; `over`: whether it may lead over a node
 * @returns undefined where there is none
 */
function pathBetween(
  index: HeapIndex,
  owner: number,
  survivor: number,
  ways: { begins?: (edge: number) => boolean; over?: (node: number) => boolean } = {},
): Step[] | undefined {
  const { begins = () => true, over = () => true } = ways;
  const towards = new Map<number, Step>([[survivor, { node: survivor, edge: undefined }]]);
  const queue = [survivor];
  for (let at = 0; at < queue.length && at < patience; at++) {
    if (queue[at] === owner) break;
    for (const { node, edge } of rankedRetainers(index, queue[at]!)) {
      if (towards.has(node) || !(node === owner ? begins(edge) : over(node))) continue;
      towards.set(node, { node: queue[at]!, edge });
      queue.push(node);
    }
  }
  const steps: Step[] = [];
  for (let at = owner; at !== survivor;) {
    const step = towards.get(at);
    if (step === undefined) return undefined;
    steps.push(step);
    at = step.node;
  }
  return steps;
}

/** Edges that a program made first: `Object.k` says more than the backing store that it is in. */
function rankedRetainers(index: HeapIndex, node: number): { node: number; edge: number }[] {
  const rank = (edge: number): number =>
    ['internal', 'hidden'].includes(edgeKindOf(index.graph, edge)) ? 1 : 0;
  return strongRetainers(index, node).sort((a, b) => rank(a.edge) - rank(b.edge));
}

function describe(index: HeapIndex, { node, edge }: Step, owner: number): HeapLink {
  const position = index.graph.locations.get(node);
  return {
    node,
    ...(edge === undefined ? {} : { edge: describeEdge(index, edge) }),
    isOwner: node === owner,
    ...(position === undefined ? {} : { position }),
    repeats: 1,
  };
}

function describeEdge(index: HeapIndex, edge: number): { kind: EdgeKind; name: string } {
  return { kind: reportedKind(index, edge), name: edgeLabel(index.graph, edge).slice(0, 200) };
}

const knownKinds: ReadonlySet<string> = new Set([
  'property',
  'element',
  'context',
  'internal',
  'hidden',
  'shortcut',
  'weak',
]);

/** The kind of an edge as V8 calls it; `internal` for kinds that a later V8 may add. */
export function reportedKind({ graph }: HeapIndex, edge: number): EdgeKind {
  const type = edgeKindOf(graph, edge);
  return (knownKinds.has(type) ? type : 'internal') as EdgeKind;
}

/** Links of different kinds in turn that make up one cell of a list: a promise and its reaction are two. */
const longestPeriod = 4;

/** A linked list shows once, with its length. */
function collapseRepeats(index: HeapIndex, links: readonly HeapLink[]): HeapLink[] {
  const collapsed: HeapLink[] = [];
  for (const link of links) {
    collapsed.push(link);
    for (let period = 1; period <= longestPeriod; period++) {
      const cell = collapsed.slice(-period);
      const before = collapsed.slice(-2 * period, -period);
      if (before.length < period || !cell.every((each, at) => isRepeat(index, before[at]!, each)))
        continue;
      const repeated = cell.map((each, at) => ({ ...each, repeats: before[at]!.repeats + 1 }));
      collapsed.splice(-2 * period, 2 * period, ...repeated);
      break;
    }
  }
  return collapsed;
}

function isRepeat({ graph }: HeapIndex, previous: HeapLink, link: HeapLink): boolean {
  return (
    !previous.isOwner &&
    !link.isOwner &&
    link.repeats === 1 &&
    previous.edge?.kind === link.edge?.kind &&
    previous.edge?.name === link.edge?.name &&
    typeOf(graph, previous.node) === typeOf(graph, link.node) &&
    nameOf(graph, previous.node) === nameOf(graph, link.node)
  );
}

export function isOld({ births }: HeapIndex, node: number): boolean {
  return births[node] === bornBefore;
}
