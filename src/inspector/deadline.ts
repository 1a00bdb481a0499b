/** The time that some steps have together; each looks how much is left before it does more. */
export class Deadline {
  readonly #start = performance.now();

  #millis: number;

  constructor(millis: number) {
    this.#millis = millis;
  }

  /** From now on it is past. */
  end(): void {
    this.#millis = 0;
  }

  /** Never negative. */
  get millisLeft(): number {
    return Math.max(0, this.#start + this.#millis - performance.now());
  }

  /** Whether more than this share of the time is spent. */
  isPast(share = 1): boolean {
    return this.millisLeft < (1 - share) * this.#millis || this.millisLeft === 0;
  }
}
