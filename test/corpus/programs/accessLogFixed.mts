// Lines of the access log are collected to be written in one go, whenever there are 16 KB of them.
import { BufferList } from 'bl';

class AccessLog {
  readonly #pending = new BufferList();

  write(line: string): number {
    this.#pending.append(Buffer.from(`${new Date().toISOString()} ${line}\n`));
    if (this.#pending.length > 16_384) this.#flush();
    return this.#pending.length;
  }

  #flush(): void {
    this.#pending.consume(this.#pending.length);
  }
}

const log = new AccessLog();

export function handleRequest(path: string): number {
  return log.write(`GET ${path} 200`);
}
