import { closeSync, fchmodSync, openSync, writeSync } from 'node:fs';
import { said, type Sentence } from '../core/report/sentence';

/**
 * The heap snapshot of a run, written while V8 sends it; of several the last one, which explains. Made with its
 * first piece: a run that takes none leaves no file. It contains values of the program, so only its owner may
 * read it.
 */
export class SnapshotFile implements Disposable {
  #file: number | undefined;
  /** Why there is none, or not the whole of it. */
  problem: Sentence | undefined;

  constructor(private readonly path: string) {}

  /**
   * Does not throw: the measurement goes on without the file.
   *
   * @param isFirst whether a snapshot begins
   */
  write(chunk: string, isFirst: boolean): void {
    if (isFirst) this.#close();
    if (this.problem !== undefined) return;
    try {
      this.#file ??= openForOwner(this.path);
      writeSync(this.#file, chunk);
    } catch (error) {
      this.problem = said`The heap snapshot could not be written to ${this.path}: ${(error as Error).message}`;
    }
  }

  [Symbol.dispose](): void {
    this.#close();
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** A file that was there keeps the permissions that it had, unless they are changed. */
function openForOwner(path: string): number {
  const file = openSync(path, 'w', 0o600);
  fchmodSync(file, 0o600);
  return file;
}
