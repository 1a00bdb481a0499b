import { decodeJsonString } from './jsonString';
import { Char, isWhitespace, type SectionReader } from './sectionReader';
import { malformed } from './snapshotError';

/** The snapshot's strings, decoded one by one when asked for. */
export interface StringTable {
  readonly length: number;
  /** @throws RangeError for an index that is not below `length` */
  get(index: number): string;
}

/** Longer strings are decoded anew each time: a heap's strings are the program's data, and may be huge. */
const longestKept = 256;
const blockShift = 18;
const blockSize = 1 << blockShift;

const enum State {
  Start,
  First,
  Item,
  InString,
  Escape,
  Separator,
  Done,
}

/**
 * Reads the `strings` section and keeps its raw bytes in blocks: all of it may be longer than the
 * longest JavaScript string (512 MB). Quotes and separators are kept along, so that one copy per
 * chunk and one number per string are all it takes.
 */
export class StringTableReader implements SectionReader {
  private state: State = State.Start;
  private readonly blocks: Uint8Array[] = [];
  /** Bytes in all blocks. */
  private size = 0;
  /** Where each string's first character stands, counted over all blocks. */
  private starts: Uint32Array | Float64Array = new Uint32Array(1024);
  private count = 0;

  get done(): boolean {
    return this.state === State.Done;
  }

  read(bytes: Uint8Array, from: number, to: number): number {
    const base = this.size - from;
    let position = from;
    while (position < to && this.state !== State.Done) {
      if (this.state === State.InString) {
        position = this.skipCharacters(bytes, position, to);
      } else {
        this.readChar(bytes[position]!, base + position + 1);
        position++;
      }
    }
    this.append(bytes, from, position);
    return position;
  }

  finish(): StringTable {
    return new BlockStringTable(this.blocks, this.starts.subarray(0, this.count), this.size);
  }

  private skipCharacters(bytes: Uint8Array, from: number, to: number): number {
    let position = from;
    while (position < to) {
      const char = bytes[position++]!;
      if (char === Char.Quote) {
        this.state = State.Separator;
        return position;
      }
      if (char === Char.Backslash) {
        if (position === to) {
          this.state = State.Escape;
          return position;
        }
        position++;
      }
    }
    return position;
  }

  private readChar(char: number, next: number): void {
    switch (this.state) {
      case State.Escape:
        this.state = State.InString;
        return;
      case State.Start:
        if (char !== Char.OpenBracket) break;
        this.state = State.First;
        return;
      case State.First:
      case State.Item:
        if (char === Char.Quote) {
          this.addStart(next);
          this.state = State.InString;
          return;
        }
        if (isWhitespace(char)) return;
        if (char !== Char.CloseBracket || this.state === State.Item) break;
        this.state = State.Done;
        return;
      case State.Separator:
        if (char === Char.Comma) this.state = State.Item;
        else if (char === Char.CloseBracket) this.state = State.Done;
        else if (!isWhitespace(char)) break;
        return;
      case State.InString:
      case State.Done:
        break;
    }
    throw malformed(`"strings" has ${JSON.stringify(String.fromCharCode(char))} between strings`);
  }

  private addStart(start: number): void {
    const full = this.count === this.starts.length;
    if (full || (start > 0xffffffff && this.starts instanceof Uint32Array)) {
      const length = full ? this.count * 2 : this.count;
      const larger = start > 0xffffffff ? new Float64Array(length) : new Uint32Array(length);
      larger.set(this.starts);
      this.starts = larger;
    }
    this.starts[this.count++] = start;
  }

  private append(bytes: Uint8Array, from: number, to: number): void {
    let position = from;
    while (position < to) {
      const offset = this.size & (blockSize - 1);
      if (offset === 0) this.blocks.push(new Uint8Array(blockSize));
      const length = Math.min(to - position, blockSize - offset);
      this.blocks[this.blocks.length - 1]!.set(bytes.subarray(position, position + length), offset);
      position += length;
      this.size += length;
    }
  }
}

class BlockStringTable implements StringTable {
  readonly length: number;
  private readonly kept: (string | undefined)[] = [];

  constructor(
    private readonly blocks: readonly Uint8Array[],
    private readonly starts: Uint32Array | Float64Array,
    private readonly size: number,
  ) {
    this.length = starts.length;
  }

  get(index: number): string {
    const kept = this.kept[index];
    if (kept !== undefined) return kept;
    const start = this.starts[index];
    if (start === undefined) throw new RangeError(`no string ${index} of ${this.length}`);
    const text = decodeJsonString(this.bytes(start));
    if (text.length <= longestKept) this.kept[index] = text;
    return text;
  }

  /** The raw characters up to the closing quote. */
  private bytes(start: number): Uint8Array {
    const first = Math.floor(start / blockSize);
    const offset = start % blockSize;
    const block = this.blocks[first]!;
    const end = closingQuote(block, offset);
    if (end !== -1) return block.subarray(offset, end);
    return this.bytesOverBlocks(start);
  }

  private bytesOverBlocks(start: number): Uint8Array {
    let length = 0;
    for (;;) {
      const char = this.byteAt(start + length);
      if (char === Char.Quote || start + length >= this.size) break;
      length += char === Char.Backslash ? 2 : 1;
    }
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.byteAt(start + i);
    return bytes;
  }

  private byteAt(position: number): number {
    return this.blocks[Math.floor(position / blockSize)]![position % blockSize]!;
  }
}

/** -1 where the string goes on in the next block. */
function closingQuote(bytes: Uint8Array, from: number): number {
  for (let position = from; position < bytes.length; position++) {
    const char = bytes[position];
    if (char === Char.Quote) return position;
    if (char === Char.Backslash) position++;
  }
  return -1;
}
