import { edgeLabel } from '../heap/heapGraph';
import { nameOf, strongRetainers, typeOf, type HeapIndex } from '../heap/heapIndex';

/** As V8 calls what holds one variable that a module exports. */
export const moduleCell = 'system / Cell';

/** A variable that an ES module exports. */
export interface ModuleVariable {
  /** What it is exported as. */
  readonly name: string;
  /** The node of the module's context, in which its other variables are. */
  readonly context: number;
}

/**
 * The variable that a cell is. V8 keeps what a module exports in cells of their own, so that importers
 * share them; the module has a table of their names, each before its cell. (Node 18 leaves it out.)
 */
export function moduleVariableOf(index: HeapIndex, cell: number): ModuleVariable | undefined {
  const { graph } = index;
  if (nameOf(graph, cell) !== moduleCell) return undefined;
  for (const { node: table, edge } of strongRetainers(index, cell)) {
    const name = nameBefore(index, table, edge);
    if (name === undefined) continue;
    for (const { node: module } of strongRetainers(index, table)) {
      const generator = targetOf(index, module, (to) => nameOf(graph, to) === 'Generator');
      const context = generator && targetOf(index, generator, (_, label) => label === 'context');
      if (context !== undefined) return { name, context };
    }
  }
  return undefined;
}

function nameBefore(index: HeapIndex, table: number, edge: number): string | undefined {
  const { graph } = index;
  const slot = Number(edgeLabel(graph, edge));
  if (typeOf(graph, table) !== 'array' || !Number.isInteger(slot)) return undefined;
  const before = String(slot - 1);
  const key = targetOf(
    index,
    table,
    (to, label) => label === before && typeOf(graph, to) === 'string',
  );
  return key === undefined ? undefined : nameOf(graph, key);
}

function targetOf(
  { graph }: HeapIndex,
  node: number,
  fits: (to: number, label: string) => boolean,
): number | undefined {
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    const to = graph.edgeTo[edge]!;
    if (fits(to, edgeLabel(graph, edge))) return to;
  }
  return undefined;
}
