import { GrowableUint32 } from './growableUint32';
import type { RowSink } from './numberReader';
import { Char, isWhitespace, type SectionReader } from './sectionReader';
import { malformed } from './snapshotError';
import type { TraceFunctionLayout, TraceNodeLayout } from './snapshotLayout';
import type { StringTable } from './stringTable';

/** One function on the stack of an allocation; `line0` and `column0` are 0-based, -1 where V8 knows none. */
export interface TraceFrame {
  readonly functionName: string;
  readonly scriptName: string;
  readonly scriptId: number;
  readonly line0: number;
  readonly column0: number;
}

/** Where objects were allocated, for snapshots made while allocations were tracked. */
export interface TraceTree {
  /** @returns the stack, leaf first; empty where the allocation was not tracked */
  stack(traceNodeId: number): readonly TraceFrame[];
}

export const emptyTraceTree: TraceTree = { stack: () => [] };

/** Collects the rows of `trace_function_infos`. */
export class TraceFunctions implements RowSink {
  readonly width: number;
  readonly name = new GrowableUint32();
  readonly scriptName = new GrowableUint32();
  private readonly script = new GrowableUint32();
  private readonly line = new GrowableUint32();
  private readonly column = new GrowableUint32();
  highestString = 0;

  constructor(private readonly layout: TraceFunctionLayout) {
    this.width = layout.width;
  }

  get count(): number {
    return this.name.length;
  }

  rows(values: Float64Array, rowCount: number): void {
    const { width, name, scriptName, script, line, column } = this.layout;
    for (let row = 0; row < rowCount; row++) {
      const at = row * width;
      const nameValue = values[at + name]!;
      const scriptNameValue = values[at + scriptName]!;
      if (nameValue < 0 || scriptNameValue < 0) throw malformed('a traced function has no name');
      this.highestString = Math.max(this.highestString, nameValue, scriptNameValue);
      this.name.push(nameValue);
      this.scriptName.push(scriptNameValue);
      this.script.push(values[at + script]!);
      this.line.push(values[at + line]!);
      this.column.push(values[at + column]!);
    }
  }

  frame(index: number, strings: StringTable): TraceFrame {
    return {
      functionName: strings.get(this.name.at(index)),
      scriptName: strings.get(this.scriptName.at(index)),
      scriptId: this.script.at(index),
      // V8 writes these positions 1-based and 0 for "unknown", other than those in `locations`.
      line0: this.line.at(index) - 1,
      column0: this.column.at(index) - 1,
    };
  }
}

const none = 0xffffffff;

/**
 * Reads the `trace_tree` section: rows of numbers whose field `children` is a list of rows again,
 * nested as deep as the stacks were. Rows are kept flat, each with the number of its parent row.
 */
export class TraceTreeReader implements SectionReader {
  done = false;
  private readonly ids = new GrowableUint32();
  private readonly functions = new GrowableUint32();
  private readonly parents = new GrowableUint32();
  /** The rows around the current list. */
  private readonly openRows = new GrowableUint32();
  private field = 0;
  private row = none;
  private value = 0;
  private inNumber = false;
  private afterValue = false;

  constructor(private readonly layout: TraceNodeLayout) {}

  read(bytes: Uint8Array, from: number, to: number): number {
    for (let position = from; position < to; position++) {
      const char = bytes[position]!;
      const digit = char - Char.Zero;
      if (digit >= 0 && digit <= 9) {
        if (this.afterValue) throw this.bad();
        this.value = this.value * 10 + digit;
        this.inNumber = true;
        continue;
      }
      if (this.inNumber) this.takeNumber();
      if (char === Char.Comma) this.afterComma();
      else if (char === Char.OpenBracket) this.open();
      else if (char === Char.CloseBracket) this.close();
      else if (!isWhitespace(char)) throw this.bad();
      if (this.done) return position + 1;
    }
    return to;
  }

  /** @throws SnapshotError where a row names a function that is not there */
  finish(functions: TraceFunctions, strings: StringTable): TraceTree {
    for (const index of this.functions.view()) if (index >= functions.count) throw this.bad();
    return new FlatTraceTree(
      { ids: this.ids.view(), functions: this.functions.view(), parents: this.parents.view() },
      (index) => functions.frame(index, strings),
    );
  }

  private takeNumber(): void {
    const { value, field, layout } = this;
    this.inNumber = false;
    this.value = 0;
    this.beginField();
    if (field === layout.children || value >= none) throw this.bad();
    if (field === layout.id) this.ids.set(this.row, value);
    if (field === layout.functionInfo) this.functions.set(this.row, value);
    this.endField();
  }

  private open(): void {
    if (this.openRows.length === 0) {
      this.openRows.push(none);
      return;
    }
    this.beginField();
    if (this.field !== this.layout.children) throw this.bad();
    this.openRows.push(this.row);
    this.field = 0;
    this.afterValue = false;
  }

  private close(): void {
    if (this.openRows.length === 0 || this.field !== 0) throw this.bad();
    this.row = this.openRows.at(this.openRows.length - 1);
    this.openRows.length--;
    this.done = this.openRows.length === 0;
    this.field = this.layout.children;
    this.endField();
  }

  private beginField(): void {
    if (this.afterValue || this.openRows.length === 0) throw this.bad();
    if (this.field > 0) return;
    this.row = this.ids.length;
    this.ids.push(none);
    this.functions.push(none);
    this.parents.push(this.openRows.at(this.openRows.length - 1));
  }

  private endField(): void {
    this.afterValue = true;
    this.field = (this.field + 1) % this.layout.width;
  }

  private afterComma(): void {
    if (!this.afterValue) throw this.bad();
    this.afterValue = false;
  }

  private bad(): Error {
    return malformed(`"trace_tree" is broken in row ${this.ids.length}`);
  }
}

interface TraceRows {
  readonly ids: Uint32Array;
  readonly functions: Uint32Array;
  readonly parents: Uint32Array;
}

class FlatTraceTree implements TraceTree {
  private rowOfId: ReadonlyMap<number, number> | undefined;

  constructor(
    private readonly rows: TraceRows,
    private readonly frame: (functionIndex: number) => TraceFrame,
  ) {}

  stack(traceNodeId: number): readonly TraceFrame[] {
    const { functions, parents } = this.rows;
    const frames: TraceFrame[] = [];
    let row = this.rowOf(traceNodeId);
    // The first row is V8's own "(root)", no function of the program.
    while (row !== undefined && parents[row] !== none) {
      frames.push(this.frame(functions[row]!));
      row = parents[row];
    }
    return frames;
  }

  private rowOf(id: number): number | undefined {
    this.rowOfId ??= new Map(Array.from(this.rows.ids, (rowId, row) => [rowId, row]));
    return this.rowOfId.get(id);
  }
}
