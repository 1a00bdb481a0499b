import { Char, isWhitespace, type SectionReader } from './sectionReader';
import { malformed } from './snapshotError';

/** Takes rows of numbers as they are read. */
export interface RowSink {
  /** Numbers per row. */
  readonly width: number;
  /** `values` holds `rowCount` whole rows from index 0; it is re-used after the call. */
  rows(values: Float64Array, rowCount: number): void;
}

const rowsPerFlush = 1024;
/** More digits may not fit into the 31 bits that the inner loop counts in. */
const fastDigits = 9;

const enum State {
  /** Before `[`. */
  Start,
  /** After `[`: a number or `]`. */
  First,
  /** After a comma. */
  Number,
  /** Digits were read and may go on in the next chunk. */
  InNumber,
  /** After a number: a comma or `]`. */
  Separator,
  Done,
}

/**
 * Reads one flat JSON array of integers (nodes, edges, locations …) and hands it on in rows.
 *
 * Nine tenths of a snapshot pass through the inner loop here: it counts in 32-bit integers and
 * allocates nothing; longer numbers and those split between two chunks take the slow way.
 */
export class NumberReader implements SectionReader {
  private state: State = State.Start;
  private readonly values: Float64Array;
  private filled = 0;
  private partial = 0;
  private negative = false;

  constructor(
    private readonly section: string,
    private readonly sink: RowSink,
  ) {
    this.values = new Float64Array(rowsPerFlush * sink.width);
  }

  get done(): boolean {
    return this.state === State.Done;
  }

  read(bytes: Uint8Array, from: number, to: number): number {
    let position = from;
    while (position < to && this.state !== State.Done) {
      position =
        this.state === State.Number && !this.negative
          ? this.readNumbers(bytes, position, to)
          : this.readChar(bytes, position);
    }
    return position;
  }

  /** Reads `number,number,…` up to the first character that is neither; see {@link readChar}. */
  private readNumbers(bytes: Uint8Array, from: number, to: number): number {
    const values = this.values;
    let filled = this.filled;
    let position = from;
    for (;;) {
      const start = position;
      let value = 0;
      let digit = 0;
      while (position < to) {
        digit = bytes[position]! - Char.Zero;
        if (digit < 0 || digit > 9) break;
        value = (value * 10 + digit) | 0;
        position++;
      }
      const digits = position - start;
      if (digits > fastDigits) value = slowInteger(bytes, start, position);
      if (position === to || digits === 0) {
        this.partial = value;
        this.filled = filled;
        // The number may go on in the next chunk; with no digits, what stands here is not a number.
        if (digits > 0) this.state = State.InNumber;
        return digits > 0 || position === to ? position : this.readChar(bytes, position);
      }
      values[filled++] = value;
      if (filled === values.length) {
        this.sink.rows(values, rowsPerFlush);
        filled = 0;
      }
      if (digit === Char.Comma - Char.Zero) {
        position++;
      } else if (
        // Up to Node 22, V8 ends each row with a line feed before the comma.
        digit === Char.LineFeed - Char.Zero &&
        position + 1 < to &&
        bytes[position + 1] === Char.Comma
      ) {
        position += 2;
      } else {
        break;
      }
    }
    this.filled = filled;
    this.state = State.Separator;
    return position;
  }

  /** One character of what is not a plain run of numbers: brackets, white space, signs, chunk ends. */
  private readChar(bytes: Uint8Array, position: number): number {
    const char = bytes[position]!;
    const digit = char - Char.Zero;
    const isDigit = digit >= 0 && digit <= 9;
    switch (this.state) {
      case State.InNumber:
        if (isDigit) {
          this.partial = this.partial * 10 + digit;
          return position + 1;
        }
        this.add(this.negative ? -this.partial : this.partial);
        this.negative = false;
        this.state = State.Separator;
        return position;
      case State.First:
      case State.Number:
        if (isDigit) {
          this.partial = digit;
          this.state = State.InNumber;
          return position + 1;
        }
        if (char === Char.Minus && !this.negative) {
          this.negative = true;
          return position + 1;
        }
        if (this.negative) break;
        if (char === Char.CloseBracket && this.state === State.First) return this.end(position);
        if (isWhitespace(char)) return position + 1;
        break;
      case State.Separator:
        if (char === Char.Comma) {
          this.state = State.Number;
          return position + 1;
        }
        if (char === Char.CloseBracket) return this.end(position);
        if (isWhitespace(char)) return position + 1;
        break;
      case State.Start:
        if (char !== Char.OpenBracket) break;
        this.state = State.First;
        return position + 1;
      case State.Done:
        break;
    }
    throw malformed(`"${this.section}" has ${JSON.stringify(String.fromCharCode(char))} in it`);
  }

  private add(value: number): void {
    this.values[this.filled++] = value;
    if (this.filled === this.values.length) this.flush();
  }

  private flush(): void {
    const { width } = this.sink;
    if (this.filled % width !== 0) throw malformed(`"${this.section}" ends inside a row`);
    this.sink.rows(this.values, this.filled / width);
    this.filled = 0;
  }

  private end(position: number): number {
    this.flush();
    this.state = State.Done;
    return position + 1;
  }
}

/** Exact up to 2⁵³; beyond, the sinks refuse what they use. */
function slowInteger(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let position = from; position < to; position++) {
    value = value * 10 + bytes[position]! - Char.Zero;
  }
  return value;
}
