import { ChunkEncoder } from './chunkEncoder';
import type { HeapGraph } from './heapGraph';
import { JsonCapture, JsonSkipper } from './jsonSkipper';
import { decodeJsonString } from './jsonString';
import { Char, isWhitespace, type SectionReader } from './sectionReader';
import { malformed, SnapshotError } from './snapshotError';
import { readSnapshotLayout } from './snapshotLayout';
import { describedSections, SnapshotSections } from './snapshotSections';

export { SnapshotError, type SnapshotErrorCode } from './snapshotError';

const enum State {
  Start,
  FirstKey,
  Key,
  InKey,
  Colon,
  Value,
  Separator,
  Done,
}

const longestKey = 1024;

/**
 * Reads a V8 heap snapshot while it arrives, in chunks of any size that may end anywhere. Numbers go
 * straight into typed arrays and strings stay undecoded bytes, so that the graph takes less memory
 * than the text. Sections may come in any order once `snapshot` has said what they look like;
 * unknown ones are passed over.
 */
export class SnapshotParser {
  private state: State = State.Start;
  private readonly key: number[] = [];
  private section = '';
  private reader: SectionReader | undefined;
  private readonly seen = new Set<string>();
  private readonly encoder = new ChunkEncoder();
  private bytesRead = 0;
  private header: JsonCapture | undefined;
  private sections: SnapshotSections | undefined;

  /**
   * @param chunk text, or bytes that may be re-used after the call
   * @throws SnapshotError for input that cannot become a graph; the parser is of no use afterwards
   */
  push(chunk: string | Uint8Array): void {
    const bytes = typeof chunk === 'string' ? this.encoder.encode(chunk) : chunk;
    let position = 0;
    while (position < bytes.length) {
      if (this.reader) {
        position = this.reader.read(bytes, position, bytes.length);
        if (this.reader.done) this.endSection();
      } else {
        position = this.readChar(bytes[position]!, position);
      }
    }
    this.bytesRead += bytes.length;
  }

  /**
   * @returns the graph, all its indices checked
   * @throws SnapshotError where the input ended early, or its sections contradict each other
   */
  finish(): HeapGraph {
    if (this.state !== State.Done) {
      const where = this.section === '' ? '' : ` in or after "${this.section}"`;
      throw new SnapshotError(
        'truncated',
        `The heap snapshot is cut off: it ends${where} after ${this.bytesRead} bytes.`,
      );
    }
    for (const section of ['snapshot', 'nodes', 'edges', 'strings']) {
      if (!this.seen.has(section)) throw malformed(`it has no "${section}"`);
    }
    return this.sections!.toGraph();
  }

  /** Reads what stands between the sections. @returns the next position */
  private readChar(char: number, position: number): number {
    switch (this.state) {
      case State.InKey:
        if (char === Char.Quote) {
          this.section = decodeJsonString(Uint8Array.from(this.key));
          this.state = State.Colon;
        } else if (this.key.push(char) > longestKey) {
          throw malformed('the name of a section has no end');
        }
        return position + 1;
      case State.Start:
        if (char === Char.OpenBrace) return this.go(State.FirstKey, position);
        break;
      case State.FirstKey:
      case State.Key:
        if (char === Char.Quote) {
          this.key.length = 0;
          return this.go(State.InKey, position);
        }
        break;
      case State.Colon:
        if (char === Char.Colon) return this.go(State.Value, position);
        break;
      case State.Value:
        if (isWhitespace(char)) break;
        this.reader = this.openSection();
        return position;
      case State.Separator:
        if (char === Char.Comma) return this.go(State.Key, position);
        if (char === Char.CloseBrace) return this.go(State.Done, position);
        break;
      case State.Done:
        break;
    }
    if (isWhitespace(char)) return position + 1;
    const where = this.section === '' ? 'at its start' : `after "${this.section}"`;
    throw malformed(`${JSON.stringify(String.fromCharCode(char))} was not expected ${where}`);
  }

  private go(state: State, position: number): number {
    this.state = state;
    return position + 1;
  }

  private openSection(): SectionReader {
    const { section } = this;
    if (this.seen.has(section)) throw malformed(`it has "${section}" twice`);
    this.seen.add(section);
    if (section === 'snapshot') return (this.header = new JsonCapture());
    const reader = this.sections?.open(section);
    if (reader) return reader;
    if (!this.sections && describedSections.has(section)) {
      throw malformed(`"${section}" comes before "snapshot", which describes it`);
    }
    return new JsonSkipper();
  }

  private endSection(): void {
    this.reader = undefined;
    this.state = State.Separator;
    if (this.header && !this.sections) {
      this.sections = new SnapshotSections(readSnapshotLayout(this.header.text()));
    }
  }
}
