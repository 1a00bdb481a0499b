import { malformed } from './snapshotError';
import type { RowSink } from './numberReader';
import type { NodeLayout, SnapshotLayout } from './snapshotLayout';

/** Numbers that may pass 2³²: kept in 32 bits as long as they fit. */
export type WideColumn = Uint32Array | Float64Array;

const firstCapacity = 1 << 16;

/**
 * The declared number of rows, once a 64th of them is there: a false count costs nothing, and a true
 * one hardly any copying (which, with its page faults, was a sixth of the parser's time).
 */
export function nextCapacity(rows: number, declared: number): number {
  const trusted = rows >= firstCapacity && rows * 64 >= declared;
  return trusted ? declared : Math.min(declared, Math.max(firstCapacity, rows * 8));
}

/** Collects the rows of the `nodes` section, one typed array per field. */
export class NodeColumns implements RowSink {
  readonly width: number;
  count = 0;
  /** Sum of all edge counts so far, which is the first edge of the next node. */
  edges = 0;
  highestName = 0;
  type = new Uint8Array(0);
  name = new Uint32Array(0);
  id: WideColumn = new Uint32Array(0);
  selfSize: WideColumn = new Uint32Array(0);
  trace = new Uint32Array(0);
  firstEdge = new Uint32Array(1);
  private readonly layout: NodeLayout;
  private readonly typeCount: number;
  private readonly declared: number;
  private readonly declaredEdges: number;

  constructor(layout: SnapshotLayout) {
    this.layout = layout.node;
    this.width = layout.node.width;
    this.typeCount = layout.nodeTypes.length;
    this.declared = layout.nodeCount;
    this.declaredEdges = layout.edgeCount;
  }

  rows(values: Float64Array, rowCount: number): void {
    this.reserve(this.count + rowCount);
    const layout = this.layout;
    const { width, count, type, name, firstEdge, typeCount, declaredEdges } = this;
    let { edges, highestName } = this;
    for (let row = 0, at = 0; row < rowCount; row++, at += width) {
      const ordinal = count + row;
      const typeValue = values[at + layout.type]!;
      const nameValue = values[at + layout.name]!;
      const edgeCount = values[at + layout.edgeCount]!;
      if (!(typeValue >= 0 && typeValue < typeCount)) throw bad(ordinal, 'type', typeValue);
      if (!(nameValue >= 0 && nameValue < 0xffffffff)) throw bad(ordinal, 'name', nameValue);
      if (!(edgeCount >= 0 && edges + edgeCount <= declaredEdges)) {
        throw malformed(`the nodes have more edges than the ${declaredEdges} declared`);
      }
      type[ordinal] = typeValue;
      name[ordinal] = nameValue;
      if (nameValue > highestName) highestName = nameValue;
      edges += edgeCount;
      firstEdge[ordinal + 1] = edges;
    }
    this.edges = edges;
    this.highestName = highestName;
    this.id = this.copyWide(this.id, values, rowCount, layout.id, 'id');
    this.selfSize = this.copyWide(this.selfSize, values, rowCount, layout.selfSize, 'self_size');
    this.copyTraces(values, rowCount);
    this.count += rowCount;
  }

  /** @returns the column, which is a wider one from the first value on that needs it */
  private copyWide(
    column: WideColumn,
    values: Float64Array,
    rowCount: number,
    offset: number,
    field: string,
  ): WideColumn {
    const { width, count } = this;
    for (let row = 0, at = offset; row < rowCount; row++, at += width) {
      const value = values[at]!;
      if (!(value >= 0 && value <= 0xffffffff)) {
        if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) throw bad(count + row, field, value);
        if (column instanceof Uint32Array) column = Float64Array.from(column);
      }
      column[count + row] = value;
    }
    return column;
  }

  private copyTraces(values: Float64Array, rowCount: number): void {
    const { trace } = this.layout;
    if (trace === -1) return;
    for (let row = 0; row < rowCount; row++) {
      this.trace[this.count + row] = values[row * this.width + trace]!;
    }
  }

  private reserve(rows: number): void {
    if (rows > this.declared)
      throw malformed(`it has more nodes than the ${this.declared} declared`);
    if (rows <= this.type.length) return;
    const capacity = Math.max(rows, nextCapacity(this.count, this.declared));
    this.type = grown(this.type, new Uint8Array(capacity));
    this.name = grown(this.name, new Uint32Array(capacity));
    this.id = grown(this.id, wide(this.id, capacity));
    this.selfSize = grown(this.selfSize, wide(this.selfSize, capacity));
    // Untouched zeros cost address space only.
    this.trace = grown(this.trace, new Uint32Array(capacity));
    this.firstEdge = grown(this.firstEdge, new Uint32Array(capacity + 1));
  }
}

function wide(like: WideColumn, length: number): WideColumn {
  return like instanceof Uint32Array ? new Uint32Array(length) : new Float64Array(length);
}

export function grown<T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function bad(node: number, field: string, value: number): Error {
  return malformed(`node ${node} has ${field} ${value}`);
}
