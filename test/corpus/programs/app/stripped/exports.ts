// An export writes what is left when the process ends, also one that was finished long ago.
import { EventEmitter } from 'node:events';

interface Row {
  readonly id: number;
  readonly text: string;
}

class Export extends EventEmitter<{ done: [number] }> {
  readonly #rows: Row[] = [];
  #written = 0;

  constructor() {
    super();
    process.once('beforeExit', () => this.flush()); // grows
  }

  add(row: Row): this {
    this.#rows.push(row);
    return this;
  }

  flush(): number {
    this.#written += this.#rows.splice(0).length;
    this.emit('done', this.#written);
    return this.#written;
  }
}

process.setMaxListeners(0);

export function exportRows(id: number): number {
  const out = new Export();
  let written = 0;
  out.once('done', (count) => (written = count));
  out.add({ id, text: `row ${id}` }).add({ id: id + 1, text: 'end' });
  out.flush();
  return written;
}
