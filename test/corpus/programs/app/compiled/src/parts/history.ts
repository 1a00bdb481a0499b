export interface Versioned {
  version: number;
}

/** What a document was like, newest last. */
export class History<State extends Versioned> {
  private readonly past: State[] = [];
  private readonly future: State[] = [];

  constructor(private readonly limit: number) {}

  remember(state: State): void {
    this.past.push(structuredClone(state)); // grows
    if (this.future.length > this.limit) this.future.shift();
  }

  undo(): State | undefined {
    const state = this.past.pop();
    if (state !== undefined) this.future.push(state);
    return state;
  }
}
