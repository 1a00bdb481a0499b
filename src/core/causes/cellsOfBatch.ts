import { edgeLabel } from '../heap/heapGraph';
import { keepingEdges, type HeapIndex } from '../heap/heapIndex';
import { typeKeyOf } from './typeKey';

/** Cells of one batch that are followed. */
const mostCells = 2_000;

/**
 * How many cells of its batch hang from the newest one of a list, itself included: each from the one before by the
 * same way, by which the last of them leads to an earlier cell. One for all that is no such cell.
 */
export function cellsOfBatch(index: HeapIndex, newest: number): number {
  const { births, tree } = index;
  const isOfBatch = (node: number): boolean =>
    births[node] === births[newest] && tree.dominates(newest, node);
  for (const way of waysToNext(index, newest)) {
    let cells = 1;
    let next = nextCell(index, newest, way);
    while (next !== undefined && isOfBatch(next) && cells < mostCells) {
      cells++;
      next = nextCell(index, next, way);
    }
    if (next !== undefined && births[next]! < births[newest]!) return cells;
  }
  return 1;
}

/** By what names a cell leads to others of its type: itself, or over one that was made along with it. */
function waysToNext(index: HeapIndex, cell: number): string[][] {
  const { graph, births } = index;
  const type = typeKeyOf(index, cell);
  return keepingEdges(index, cell).flatMap((edge) => {
    const to = graph.edgeTo[edge]!;
    const label = edgeLabel(graph, edge);
    if (typeKeyOf(index, to) === type) return [[label]];
    if (births[to] !== births[cell]) return [];
    return keepingEdges(index, to)
      .filter((further) => typeKeyOf(index, graph.edgeTo[further]!) === type)
      .map((further) => [label, edgeLabel(graph, further)]);
  });
}

function nextCell(index: HeapIndex, cell: number, way: readonly string[]): number | undefined {
  const { graph } = index;
  let at: number | undefined = cell;
  for (const label of way) {
    const edge: number | undefined =
      at && keepingEdges(index, at).find((each) => edgeLabel(graph, each) === label);
    at = edge && graph.edgeTo[edge];
  }
  return at !== undefined && typeKeyOf(index, at) === typeKeyOf(index, cell) ? at : undefined;
}
