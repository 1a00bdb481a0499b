import type { HeapGraph, StringTable } from './heapGraph';

/** The same graph with names for some edges that V8 only numbers: each becomes a variable of a context. */
export function withVariables(graph: HeapGraph, names: ReadonlyMap<number, string>): HeapGraph {
  const edgeType = graph.edgeType.slice();
  const edgeName = graph.edgeName.slice();
  const kind = graph.edgeTypes.indexOf('context');
  const added: string[] = [];
  for (const [edge, name] of names) {
    edgeType[edge] = kind;
    edgeName[edge] = graph.strings.length + added.length;
    added.push(name);
  }
  return { ...graph, edgeType, edgeName, strings: new LongerTable(graph.strings, added) };
}

class LongerTable implements StringTable {
  readonly length: number;

  constructor(
    private readonly first: StringTable,
    private readonly added: readonly string[],
  ) {
    this.length = first.length + added.length;
  }

  get(index: number): string {
    return this.added[index - this.first.length] ?? this.first.get(index);
  }
}
