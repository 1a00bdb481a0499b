import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/**
 * The descriptors that a process of this machine has open, as the system tells them. Only Linux does;
 * elsewhere nothing is known.
 */
export class OpenFiles {
  readonly #folder: string;

  constructor(pid: number) {
    this.#folder = `/proc/${String(pid)}`;
  }

  count(): number | undefined {
    try {
      return readdirSync(`${this.#folder}/fd`).length;
    } catch {
      return undefined; // another system, somebody else's process, or it is gone
    }
  }

  /** The count as a part of a batch's figures, where it is known. */
  reading(): { readonly openFiles?: number } {
    const count = this.count();
    return count === undefined ? {} : { openFiles: count };
  }

  /** How many the process may have open. */
  async limit(): Promise<number> {
    const limits = await readFile(`${this.#folder}/limits`, 'utf8').catch(() => '');
    const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
    return soft === undefined ? Infinity : Number(soft);
  }
}
