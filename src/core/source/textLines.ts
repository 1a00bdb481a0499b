import type { GeneratedPosition } from './location';

/**
 * Offsets (UTF-16 code units from the start of a text) to lines and columns and back.
 *
 * Lines end where V8 ends them: LF, CR LF, CR, and the separators U+2028 and U+2029.
 */
export class TextLines {
  readonly #starts: readonly number[];

  constructor(readonly text: string) {
    const starts = [0];
    for (const { index, 0: end } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) {
      starts.push(index + end.length);
    }
    this.#starts = starts;
  }

  get count(): number {
    return this.#starts.length;
  }

  positionAt(offset: number): GeneratedPosition {
    const line0 = this.#lineOf(offset);
    return { line0, column0: offset - this.#starts[line0]! };
  }

  /** A column behind the end of its line is taken back to the end of the line. */
  offsetAt({ line0, column0 }: GeneratedPosition): number {
    const start = this.#starts[line0];
    if (start === undefined) return line0 < 0 ? 0 : this.text.length;
    const next = this.#starts[line0 + 1] ?? this.text.length + 1;
    return Math.min(start + column0, next - 1);
  }

  /** The text of a line, without what ends it; empty behind the last line. */
  lineText(line0: number): string {
    const start = this.#starts[line0];
    if (start === undefined) return '';
    return this.text.slice(start, this.#starts[line0 + 1]).replace(/[\r\n\u2028\u2029]+$/, '');
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
