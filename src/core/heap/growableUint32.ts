/** An append-only list of unsigned 32-bit integers; grows by doubling. */
export class GrowableUint32 {
  private items = new Uint32Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.items.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length++] = value;
  }

  at(index: number): number {
    return this.items[index]!;
  }

  set(index: number, value: number): void {
    this.items[index] = value;
  }

  /** The items as an array of exactly their number; shares memory with this list. */
  view(): Uint32Array {
    return this.items.subarray(0, this.length);
  }
}
