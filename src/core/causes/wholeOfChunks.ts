import { edgeKindOf, edgeLabel } from '../heap/heapGraph';
import { strongRetainers, type HeapIndex } from '../heap/heapIndex';
import { isTransparent, typeKeyOf } from './typeKey';

/** From what is added to up to the chunk that it is of: the array of a segment, the segment. */
const mostSteps = 3;

/**
 * The object that all chunks of a list in chunks hang from, if an owner is in the newest of them: a queue whose
 * full segments are linked to the next, pages of which there is an array, and arrays of such arrays. The newest
 * chunk has only what came since the one before it was full, however much the whole has.
 */
export function wholeOfChunks(index: HeapIndex, owner: number): number | undefined {
  let whole: number | undefined;
  for (let next = wholeAbove(index, owner); next !== undefined; next = wholeAbove(index, next)) {
    whole = next;
  }
  return whole;
}

function wholeAbove(index: HeapIndex, owner: number): number | undefined {
  let chunk = owner;
  for (let step = 0; step < mostSteps; step++) {
    const above = dominatingObject(index, chunk);
    if (above === chunk) return undefined;
    if (isLinked(index, chunk)) return aboveAll(index, chunk);
    if (isLastElement(index, above, chunk)) return above;
    chunk = above;
  }
  return undefined;
}

/** The next dominator that is an object of the program's; the node itself where there is none. */
function dominatingObject(index: HeapIndex, node: number): number {
  let at = index.idom[node]!;
  while (isTransparent(index, at) && index.idom[at] !== at) at = index.idom[at]!;
  return isTransparent(index, at) ? node : at;
}

function aboveAll(index: HeapIndex, chunk: number): number {
  let at = dominatingObject(index, chunk);
  while (typeKeyOf(index, at) === typeKeyOf(index, chunk) && dominatingObject(index, at) !== at) {
    at = dominatingObject(index, at);
  }
  return at;
}

/**
 * Whether its like leads to it, and again its like to that, by the same name; or to the first and the second the
 * same object does, as a queue to its ends. Plain objects in plain objects are no list.
 */
function isLinked(index: HeapIndex, chunk: number): boolean {
  return likesLeadingTo(index, chunk).some(
    ({ node: before, label }) =>
      refersTo(index, dominatingObject(index, chunk), [before, chunk]) ||
      likesLeadingTo(index, before).some((first) => first.label === label && first.node !== chunk),
  );
}

function refersTo({ graph }: HeapIndex, from: number, all: readonly number[]): boolean {
  const referred = graph.edgeTo.subarray(graph.firstEdge[from], graph.firstEdge[from + 1]);
  return all.every((node) => node !== from && referred.includes(node));
}

function likesLeadingTo(
  index: HeapIndex,
  node: number,
): readonly { readonly node: number; readonly label: string }[] {
  const { graph } = index;
  return strongRetainers(index, node)
    .filter(
      (retainer) =>
        retainer.node !== node &&
        typeKeyOf(index, retainer.node) === typeKeyOf(index, node) &&
        edgeKindOf(graph, retainer.edge) === 'property',
    )
    .map((retainer) => ({ node: retainer.node, label: edgeLabel(graph, retainer.edge) }));
}

/** Whether it is behind all others in an array of its like. */
function isLastElement(index: HeapIndex, array: number, chunk: number): boolean {
  const { graph } = index;
  let [elements, place, last] = [0, -1, -1];
  for (let edge = graph.firstEdge[array]!; edge < graph.firstEdge[array + 1]!; edge++) {
    if (edgeKindOf(graph, edge) !== 'element') continue;
    const to = graph.edgeTo[edge]!;
    if (typeKeyOf(index, to) !== typeKeyOf(index, chunk)) return false;
    const at = Number(edgeLabel(graph, edge));
    elements++;
    last = Math.max(last, at);
    if (to === chunk) place = at;
  }
  return elements >= fewestChunks && place === last;
}

const fewestChunks = 3;
