import { Char, isWhitespace, type SectionReader } from './sectionReader';
import { malformed } from './snapshotError';

/** Passes over one JSON value of any kind: sections that nobody here needs, or that V8 adds some day. */
export class JsonSkipper implements SectionReader {
  done = false;
  private depth = 0;
  private started = false;
  private inString = false;
  private escaped = false;

  read(bytes: Uint8Array, from: number, to: number): number {
    for (let position = from; position < to; position++) {
      const char = bytes[position]!;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (char === Char.Backslash) this.escaped = true;
        else if (char === Char.Quote) {
          this.inString = false;
          if (this.depth === 0) return this.end(position + 1);
        }
      } else if (char === Char.Quote) {
        this.started = true;
        this.inString = true;
      } else if (char === Char.OpenBrace || char === Char.OpenBracket) {
        this.started = true;
        this.depth++;
      } else if (char === Char.CloseBrace || char === Char.CloseBracket) {
        if (this.depth === 0) return this.endScalar(position);
        this.depth--;
        if (this.depth === 0) return this.end(position + 1);
      } else if (char === Char.Comma && this.depth === 0) {
        return this.endScalar(position);
      } else if (!isWhitespace(char)) {
        this.started = true;
      }
    }
    return to;
  }

  private end(position: number): number {
    this.done = true;
    return position;
  }

  /** A number or a word ends where the object that it stands in goes on. */
  private endScalar(position: number): number {
    if (!this.started) throw malformed('a section has no value');
    return this.end(position);
  }
}

/** V8's own header has about 1,500 bytes. */
const longestCapture = 1 << 20;

/** Reads one JSON value and keeps its text. */
export class JsonCapture implements SectionReader {
  private readonly skipper = new JsonSkipper();
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  get done(): boolean {
    return this.skipper.done;
  }

  read(bytes: Uint8Array, from: number, to: number): number {
    const end = this.skipper.read(bytes, from, to);
    this.parts.push(bytes.slice(from, end));
    this.size += end - from;
    if (this.size > longestCapture) throw malformed('its header has no end');
    return end;
  }

  text(): string {
    const decoder = new TextDecoder();
    return this.parts.map((part) => decoder.decode(part, { stream: true })).join('');
  }
}
