import { EdgeColumns } from './edgeColumns';
import { edgeTypeIsNamed, type HeapGraph } from './heapGraph';
import { LocationTable, type ScriptPosition } from './locationTable';
import { NodeColumns } from './nodeColumns';
import { NumberReader } from './numberReader';
import type { SectionReader } from './sectionReader';
import { malformed } from './snapshotError';
import type { SnapshotLayout } from './snapshotLayout';
import { StringTableReader, type StringTable } from './stringTable';
import { emptyTraceTree, TraceFunctions, TraceTreeReader, type TraceTree } from './traceTree';

/** The sections that only the header makes readable. */
export const describedSections: ReadonlySet<string> = new Set([
  'nodes',
  'edges',
  'locations',
  'trace_function_infos',
  'trace_tree',
  'strings',
]);

/** What is known once the header was read: a place for every section. */
export class SnapshotSections {
  private readonly nodes: NodeColumns;
  private readonly edges: EdgeColumns;
  private readonly strings = new StringTableReader();
  private readonly locations: LocationTable | undefined;
  private readonly traceFunctions: TraceFunctions | undefined;
  private readonly traceTree: TraceTreeReader | undefined;

  constructor(private readonly layout: SnapshotLayout) {
    this.nodes = new NodeColumns(layout);
    this.edges = new EdgeColumns(layout);
    this.locations = layout.location && new LocationTable(layout.location, layout);
    this.traceFunctions = layout.traceFunction && new TraceFunctions(layout.traceFunction);
    this.traceTree = layout.traceNode && new TraceTreeReader(layout.traceNode);
  }

  /** @returns nothing for sections that are unknown or that the header does not describe */
  open(section: string): SectionReader | undefined {
    switch (section) {
      case 'nodes':
        return new NumberReader(section, this.nodes);
      case 'edges':
        return new NumberReader(section, this.edges);
      case 'strings':
        return this.strings;
      case 'locations':
        return this.locations && new NumberReader(section, this.locations);
      case 'trace_function_infos':
        return this.traceFunctions && new NumberReader(section, this.traceFunctions);
      case 'trace_tree':
        return this.traceTree;
      default:
        return undefined;
    }
  }

  /** @throws SnapshotError where sections contradict each other */
  toGraph(): HeapGraph {
    const { layout, nodes, edges } = this;
    const strings = this.strings.finish();
    this.checkCounts();
    this.checkNames(strings.length);
    const table = this.locations;
    let positions: ReadonlyMap<number, ScriptPosition> | undefined;
    return {
      nodeCount: nodes.count,
      edgeCount: edges.count,
      nodeType: nodes.type,
      nodeName: nodes.name,
      nodeId: nodes.id,
      nodeSelfSize: nodes.selfSize,
      nodeTrace: nodes.trace,
      firstEdge: nodes.firstEdge,
      edgeType: edges.type,
      edgeName: edges.name,
      edgeTo: edges.to,
      nodeTypes: layout.nodeTypes,
      edgeTypes: layout.edgeTypes,
      strings,
      traces: this.traceTreeOver(strings),
      get locations() {
        return (positions ??= table?.toMap() ?? new Map<number, ScriptPosition>());
      },
    };
  }

  private checkCounts(): void {
    const { layout, nodes, edges } = this;
    if (nodes.count !== layout.nodeCount) {
      throw malformed(`it has ${nodes.count} nodes, not the ${layout.nodeCount} declared`);
    }
    if (edges.count !== layout.edgeCount) {
      throw malformed(`it has ${edges.count} edges, not the ${layout.edgeCount} declared`);
    }
    if (nodes.edges !== edges.count) {
      throw malformed(`its nodes have ${nodes.edges} edges in sum, not ${edges.count}`);
    }
  }

  private checkNames(stringCount: number): void {
    const highest = Math.max(
      this.nodes.highestName,
      this.traceFunctions?.highestString ?? 0,
      highestEdgeName(this.edges, this.layout.edgeTypes),
    );
    if (highest >= stringCount) {
      throw malformed(`string ${highest} is used, but there are only ${stringCount}`);
    }
  }

  private traceTreeOver(strings: StringTable): TraceTree {
    return this.traceTree?.done && this.traceFunctions
      ? this.traceTree.finish(this.traceFunctions, strings)
      : emptyTraceTree;
  }
}

function highestEdgeName(edges: EdgeColumns, edgeTypes: readonly string[]): number {
  const named = Uint8Array.from(edgeTypes, (type) => (edgeTypeIsNamed(type) ? 1 : 0));
  let highest = 0;
  for (let edge = 0; edge < edges.count; edge++) {
    const name = edges.name[edge]!;
    if (name > highest && named[edges.type[edge]!] === 1) highest = name;
  }
  return highest;
}
