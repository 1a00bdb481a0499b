import { grown, nextCapacity } from './nodeColumns';
import type { RowSink } from './numberReader';
import { malformed } from './snapshotError';
import type { SnapshotLayout } from './snapshotLayout';

/** Collects the rows of the `edges` section, one typed array per field. */
export class EdgeColumns implements RowSink {
  readonly width: number;
  count = 0;
  type = new Uint8Array(0);
  name = new Uint32Array(0);
  /** Node ordinals (V8 writes indices into the flat array of nodes). */
  to = new Uint32Array(0);

  constructor(private readonly layout: SnapshotLayout) {
    this.width = layout.edge.width;
  }

  rows(values: Float64Array, rowCount: number): void {
    this.reserve(this.count + rowCount);
    const { type, name, to, width } = this.layout.edge;
    const { nodeCount } = this.layout;
    const nodeWidth = this.layout.node.width;
    const perNode = 1 / nodeWidth;
    const typeCount = this.layout.edgeTypes.length;
    const types = this.type;
    const names = this.name;
    const targets = this.to;
    let edge = this.count;
    for (let row = 0; row < rowCount; row++, edge++) {
      const at = row * width;
      const typeValue = values[at + type]!;
      const nameValue = values[at + name]!;
      const target = values[at + to]!;
      // Rounding a product is faster than dividing; the check below refuses what is no multiple.
      const ordinal = Math.floor(target * perNode + 0.5);
      if (!(typeValue >= 0 && typeValue < typeCount)) throw bad(edge, 'type', typeValue);
      if (!(nameValue >= 0 && nameValue <= 0xffffffff)) throw bad(edge, 'name', nameValue);
      if (!(target >= 0 && ordinal < nodeCount && ordinal * nodeWidth === target)) {
        throw bad(edge, 'to_node', target);
      }
      types[edge] = typeValue;
      names[edge] = nameValue;
      targets[edge] = ordinal;
    }
    this.count += rowCount;
  }

  private reserve(rows: number): void {
    const declared = this.layout.edgeCount;
    if (rows > declared) throw malformed(`it has more edges than the ${declared} declared`);
    if (rows <= this.type.length) return;
    const capacity = Math.max(rows, nextCapacity(this.count, declared));
    this.type = grown(this.type, new Uint8Array(capacity));
    this.name = grown(this.name, new Uint32Array(capacity));
    this.to = grown(this.to, new Uint32Array(capacity));
  }
}

function bad(edge: number, field: string, value: number): Error {
  return malformed(`edge ${edge} has ${field} ${value}`);
}
