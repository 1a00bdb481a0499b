export interface Sized {
  readonly size: number;
}

/** Keeps the entries that were used last. */
export class LruCache<Value> implements Sized {
  readonly #values = new Map<string, Value>();
  readonly #order: string[] = [];
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string, make: (key: string) => Value): Value {
    const known = this.#values.get(key);
    this.#touch(key);
    if (known !== undefined) return known;
    const made = make(key);
    this.#values.set(key, made);
    if (this.size > this.#capacity) this.#evict();
    return made;
  }

  #touch(key: string): void {
    this.#order.push(key); // grows
  }

  #evict(): void {
    const oldest = this.#order.shift();
    if (oldest !== undefined) this.#values.delete(oldest);
  }
}
