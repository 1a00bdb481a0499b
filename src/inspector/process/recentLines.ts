/** Keeps the last lines of a stream of text; bounded however much is pushed. */
export class RecentLines {
  #lines: string[] = [];
  #partial = '';

  constructor(
    private readonly limit: number,
    private readonly longestLine = 500,
  ) {}

  push(text: string): void {
    const parts = (this.#partial + text.slice(-this.limit * this.longestLine)).split(/\r?\n/);
    this.#partial = (parts.pop() ?? '').slice(-this.longestLine);
    const kept = parts.filter((line) => line !== '').map((line) => line.slice(0, this.longestLine));
    this.#lines = [...this.#lines, ...kept].slice(-this.limit);
  }

  forget(): void {
    this.#lines = [];
    this.#partial = '';
  }

  lines(): readonly string[] {
    return this.#partial === '' ? this.#lines : [...this.#lines, this.#partial].slice(-this.limit);
  }
}
