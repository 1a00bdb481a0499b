export interface Versioned {
  version: number;
}

/** What a document was like, newest last. */
export class History<State extends Versioned> {
  private readonly past: State[] = [];
  private readonly future: State[] = [];

  constructor(private readonly limit: number) {}

  remember(state: State): void {
    this.past.push(structuredClone(state));
    if (this.past.length > this.limit) this.past.shift();
  }

  undo(): State | undefined {
    const state = this.past.pop();
    if (state !== undefined) this.future.push(state);
    return state;
  }
}
