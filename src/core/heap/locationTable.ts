import { GrowableUint32 } from './growableUint32';
import type { RowSink } from './numberReader';
import { malformed } from './snapshotError';
import type { SnapshotLayout, LocationLayout } from './snapshotLayout';

/** A position in a script as V8 gives it: line and column 0-based. */
export interface ScriptPosition {
  readonly scriptId: number;
  readonly line0: number;
  readonly column0: number;
}

/** Collects the rows of `locations`: the script positions of closures and of objects' constructors. */
export class LocationTable implements RowSink {
  readonly width: number;
  private readonly ordinal = new GrowableUint32();
  private readonly script = new GrowableUint32();
  private readonly line = new GrowableUint32();
  private readonly column = new GrowableUint32();

  constructor(
    private readonly layout: LocationLayout,
    private readonly snapshot: SnapshotLayout,
  ) {
    this.width = layout.width;
  }

  rows(values: Float64Array, rowCount: number): void {
    const { width, object, script, line, column } = this.layout;
    const { nodeCount, node } = this.snapshot;
    for (let row = 0; row < rowCount; row++) {
      const at = row * width;
      const ordinal = values[at + object]! / node.width;
      if (!(ordinal >= 0 && ordinal < nodeCount && Number.isInteger(ordinal))) {
        throw malformed(`a location belongs to node ${ordinal}`);
      }
      this.ordinal.push(ordinal);
      this.script.push(values[at + script]!);
      this.line.push(values[at + line]!);
      this.column.push(values[at + column]!);
    }
  }

  toMap(): ReadonlyMap<number, ScriptPosition> {
    const positions = new Map<number, ScriptPosition>();
    for (let row = 0; row < this.ordinal.length; row++) {
      positions.set(this.ordinal.at(row), {
        scriptId: this.script.at(row),
        line0: this.line.at(row) | 0,
        column0: this.column.at(row) | 0,
      });
    }
    return positions;
  }
}
