import { bornBefore, bornLate } from '../heap/births';
import { edgeKindOf, edgeLabel } from '../heap/heapGraph';
import { strongRetainers, type HeapIndex, type Retainer } from '../heap/heapIndex';
import { dominatingEdge, dominatingHolder } from './dominatingEdge';
import { typeKeyOf } from './typeKey';

/** What holds a survivor, and by which edge. */
export interface Holder extends Retainer {
  /** The first cell of a list that begins elsewhere than where it grows. */
  readonly head?: number;
}

/** Cells of the tracked calls that are followed to find a list's new end. */
const mostNewCells = 2_000;

/** Dominators that are looked at to tell whether there is a list. */
const window = 16;

/**
 * From a list's last old cell to the object that the list hangs from; the holder itself where there
 * is no list. Cells repeat a pattern of types and edges up the dominator tree, an owner does not.
 */
export function overList(index: HeapIndex, node: number, holder: Retainer): Holder {
  const { idom } = index;
  const nodes = [node, holder.node];
  while (nodes.length <= window && idom[nodes.at(-1)!] !== nodes.at(-1)) {
    nodes.push(idom[nodes.at(-1)!]!);
  }
  const types = nodes.map((at) => typeKeyOf(index, at));
  const edges = nodes.slice(1).map((at, below) => directLabel(index, at, nodes[below]!));
  const period = repeatLength(types, edges);
  if (period === 0) return holder;
  let below = holder.node;
  let at = idom[below]!;
  for (let step = 2; at !== idom[at]; step++) {
    if (typeKeyOf(index, at) !== types[step % period]) break;
    below = at;
    at = idom[at]!;
  }
  const head = below;
  const over = dominatingHolder(index, head);
  const end = newEnd(index, node, new Set(types.slice(0, period)));
  const isSame = end?.node === over.node && edgeKindOf(index.graph, end.edge) !== 'context';
  return end === undefined || isSame ? over : { ...end, head };
}

/**
 * Who refers to the newest cell of a list by a name of the program's: there it grows, wherever it
 * begins. A chain of promises begins with one that does not settle, which may be anybody's.
 *
 * @param cells what the list consists of, as type keys
 */
function newEnd(index: HeapIndex, node: number, cells: ReadonlySet<number>): Retainer | undefined {
  const { graph, births, strong } = index;
  const isCell = (at: number): boolean => cells.has(typeKeyOf(index, at));
  const list = [node];
  const seen = new Set(list);
  for (let at = 0; at < list.length && at < mostNewCells; at++) {
    const cell = list[at]!;
    const holder = strongRetainers(index, cell).find(
      (retainer) =>
        births[retainer.node] === bornBefore &&
        !isCell(retainer.node) &&
        ['property', 'context'].includes(edgeKindOf(graph, retainer.edge)),
    );
    if (holder !== undefined) return holder;
    for (let edge = graph.firstEdge[cell]!; edge < graph.firstEdge[cell + 1]!; edge++) {
      const to = graph.edgeTo[edge]!;
      if (strong[edge] === 0 || births[to] === bornBefore || !isCell(to) || seen.has(to)) continue;
      seen.add(to);
      list.push(to);
    }
  }
  return undefined;
}

/**
 * Where a list has its new end, if calls went on after the tracked ones and a survivor hangs from cells of theirs. The
 * newest of these may be held by others as well (a cache has all that it has not thrown out), so that what dominates
 * them all has the list as well as these.
 *
 * @param climbed what dominates the survivor of all that is old, and what is below that
 */
export function endBeyond(
  index: HeapIndex,
  node: number,
  climbed: { readonly node: number; readonly below: number },
): Holder | undefined {
  const cell = typeKeyOf(index, node);
  const head = typeKeyOf(index, climbed.below) === cell ? climbed.below : climbed.node;
  for (const { edge } of newerCells(index, node, cell)) {
    const end = endOf(index, node, cell, edgeLabel(index.graph, edge));
    if (end !== undefined) return { ...end, head };
  }
  return undefined;
}

/**
 * Who refers by a name to the first of the newer cells to which anybody does: to the newest, or to the oldest that a
 * cache still has. Cells lead there that refer to the one before by one name; what V8 numbers them by tells no order.
 */
function endOf(index: HeapIndex, node: number, cell: number, link: string): Retainer | undefined {
  const { graph, births } = index;
  const seen = new Set([node]);
  for (let at = node; ;) {
    const newer = newerCells(index, at, cell).find(({ edge }) => edgeLabel(graph, edge) === link);
    if (newer === undefined || seen.has(newer.node)) return undefined;
    at = newer.node;
    seen.add(at);
    const end = births[at] === bornLate ? namedHolder(index, at, cell) : undefined;
    if (end !== undefined) return end;
  }
}

/** An old object; a list may begin and end in a cell that is none of its entries. */
function namedHolder(index: HeapIndex, node: number, cell: number): Retainer | undefined {
  const { graph, births } = index;
  const old = strongRetainers(index, node).filter(
    ({ node: holder, edge }) =>
      births[holder] === bornBefore && ['property', 'context'].includes(edgeKindOf(graph, edge)),
  );
  return old.find((retainer) => typeKeyOf(index, retainer.node) !== cell) ?? old[0];
}

/** Cells that refer to one, and are not older than the tracked calls. */
function newerCells(index: HeapIndex, node: number, cell: number): Retainer[] {
  return strongRetainers(index, node).filter(
    ({ node: from }) => index.births[from] !== bornBefore && typeKeyOf(index, from) === cell,
  );
}

/** The label of the edge between the two; undefined where they are linked by way of others. */
function directLabel(index: HeapIndex, from: number, to: number): string | undefined {
  const edge = dominatingEdge(index, from, to);
  return index.graph.edgeTo[edge] === to ? edgeLabel(index.graph, edge) : undefined;
}

/**
 * The shortest period (1 to 4) with which types and edges repeat from the start, three times at least;
 * else 0. Plain objects in plain objects are no list: `a` leads to `b`, where `next` leads to `next`.
 */
function repeatLength(types: readonly number[], edges: readonly (string | undefined)[]): number {
  for (let period = 1; period <= 4; period++) {
    const span = types.slice(0, 3 * period);
    if (span.length < 3 * period) return 0;
    const sameTypes = span.every((type, at) => type === span[at % period]);
    // The last cell may hang from the owner by another name: `head`, where others hang by `next`.
    const sameEdges = edges
      .slice(0, 2 * period)
      .every((edge, at, all) => edge === undefined || edge === (all[at % period] ?? edge));
    if (sameTypes && sameEdges) return period;
  }
  return 0;
}
