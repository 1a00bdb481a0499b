import { malformed } from './snapshotError';
import type { RowSink } from './numberReader';
import type { NodeLayout, SnapshotLayout } from './snapshotLayout';

/** Numbers that may pass 2³²: kept in 32 bits as long as they fit. */
export type WideColumn = Uint32Array | Float64Array;

/** The first capacity; after that up to eightfold, never more than declared: a false count costs nothing. */
export const firstCapacity = 1 << 16;

export function nextCapacity(capacity: number, declared: number): number {
  return Math.min(declared, capacity === 0 ? firstCapacity : capacity * 8);
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
    const { type, name, id, selfSize, edgeCount } = this.layout;
    const { width, typeCount, declaredEdges } = this;
    let ordinal = this.count;
    for (let row = 0; row < rowCount; row++, ordinal++) {
      const at = row * width;
      const typeValue = values[at + type]!;
      const nameValue = values[at + name]!;
      const edges = values[at + edgeCount]!;
      if (!(typeValue >= 0 && typeValue < typeCount)) throw this.bad(ordinal, 'type', typeValue);
      if (!(nameValue >= 0 && nameValue < 0xffffffff)) throw this.bad(ordinal, 'name', nameValue);
      if (!(edges >= 0 && this.edges + edges <= declaredEdges)) {
        throw malformed(`the nodes have more edges than the ${declaredEdges} declared`);
      }
      this.type[ordinal] = typeValue;
      this.name[ordinal] = nameValue;
      if (nameValue > this.highestName) this.highestName = nameValue;
      this.setId(ordinal, values[at + id]!);
      this.setSelfSize(ordinal, values[at + selfSize]!);
      this.edges += edges;
      this.firstEdge[ordinal + 1] = this.edges;
    }
    this.copyTraces(values, rowCount);
    this.count += rowCount;
  }

  private copyTraces(values: Float64Array, rowCount: number): void {
    const { trace } = this.layout;
    if (trace === -1) return;
    for (let row = 0; row < rowCount; row++) {
      this.trace[this.count + row] = values[row * this.width + trace]!;
    }
  }

  private setId(ordinal: number, value: number): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) throw this.bad(ordinal, 'id', value);
    if (value > 0xffffffff && this.id instanceof Uint32Array) this.id = Float64Array.from(this.id);
    this.id[ordinal] = value;
  }

  private setSelfSize(ordinal: number, value: number): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
      throw this.bad(ordinal, 'self_size', value);
    }
    if (value > 0xffffffff && this.selfSize instanceof Uint32Array) {
      this.selfSize = Float64Array.from(this.selfSize);
    }
    this.selfSize[ordinal] = value;
  }

  private bad(ordinal: number, field: string, value: number): Error {
    return malformed(`node ${ordinal} has ${field} ${value}`);
  }

  private reserve(rows: number): void {
    if (rows > this.declared)
      throw malformed(`it has more nodes than the ${this.declared} declared`);
    let capacity = this.type.length;
    if (rows <= capacity) return;
    while (capacity < rows) capacity = nextCapacity(capacity, this.declared);
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
