/**
 * Turns chunks that arrive as JavaScript strings into bytes. V8 writes snapshots in ASCII, which
 * `TextEncoder.encodeInto` copies at memory speed; anything else goes through an encoder that, other
 * than UTF-8, keeps surrogates that stand alone or were parted by a chunk boundary.
 */
export class ChunkEncoder {
  private readonly encoder = new TextEncoder();
  private scratch = new Uint8Array(0);

  /** WTF-8 of `text`; the memory is re-used by the next call. */
  encode(text: string): Uint8Array {
    this.reserve(text.length);
    const { read, written } = this.encoder.encodeInto(text, this.scratch);
    if (read === text.length && written === read) return this.scratch.subarray(0, written);
    this.reserve(text.length * 3);
    return this.scratch.subarray(0, encodeUnits(text, this.scratch));
  }

  private reserve(size: number): void {
    if (this.scratch.length < size) this.scratch = new Uint8Array(size);
  }
}

/** @returns how many bytes were written */
function encodeUnits(text: string, bytes: Uint8Array): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    // A surrogate is written as three bytes of its own; the string decoder puts pairs together.
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[length++] = unit;
    } else if (unit < 0x800) {
      bytes[length++] = 0xc0 | (unit >> 6);
      bytes[length++] = 0x80 | (unit & 0x3f);
    } else {
      bytes[length++] = 0xe0 | (unit >> 12);
      bytes[length++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[length++] = 0x80 | (unit & 0x3f);
    }
  }
  return length;
}
