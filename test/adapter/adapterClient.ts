import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** The built adapter; tests run in the project's folder. */
export const adapterFile = join(process.cwd(), 'dist', 'adapter.js');

/** A DAP client with the built adapter at the other end of its pipes, and all events it sent. */
export class AdapterClient extends DebugClient {
  readonly events: DebugProtocol.Event[] = [];
  /** Resolves with the adapter's exit code, null where a signal ended it. */
  readonly exit: Promise<number | null>;
  readonly #waiting = new Set<() => void>();

  constructor(readonly process: ChildProcess) {
    super('node', adapterFile, 'leak-loop');
    this.exit = new Promise((resolve) => process.once('close', resolve));
    this.connect(process.stdout!, process.stdin!);
  }

  /** Every event passes through here, the custom ones too. */
  override emit(name: string | symbol, ...args: unknown[]): boolean {
    const [event] = args;
    if (isEvent(event) && event.event === name) {
      this.events.push(event);
      for (const check of this.#waiting) {
        check();
      }
    }
    return super.emit(name, ...args);
  }

  /** The first event of a name, also one that came before; rejects if the session or the adapter ends without it. */
  async event(
    name: string,
    matches: (body: unknown) => boolean = () => true,
  ): Promise<DebugProtocol.Event> {
    let check = (): void => undefined;
    const found = new Promise<DebugProtocol.Event>((resolve, reject) => {
      check = () => {
        const event = this.events.find((one) => one.event === name && matches(one.body));
        if (event !== undefined) {
          resolve(event);
        } else if (this.names().includes('terminated')) {
          reject(new Error(`the session ended without ${name}: ${this.#story()}`));
        }
      };
      this.#waiting.add(check);
      check();
    });
    const ended = this.exit.then(() => {
      throw new Error(`the adapter ended without ${name}: ${this.#story()}`);
    });
    try {
      return await Promise.race([found, ended]);
    } finally {
      this.#waiting.delete(check);
    }
  }

  names(): string[] {
    return this.events.map(({ event }) => event);
  }

  #story(): string {
    return `${this.names().join(', ')}\n${this.output('important')}${this.output('console')}`;
  }

  /** All text of one output category so far. */
  output(category: string): string {
    return this.events
      .filter(({ event }) => event === 'output')
      .map(({ body }) => body as DebugProtocol.OutputEvent['body'])
      .filter((body) => body.category === category)
      .map(({ output }) => output)
      .join('');
  }
}

/** Starts the adapter; dispose of the client to end it. */
export function startAdapter(): AdapterClient & Disposable {
  const child = spawn(process.execPath, [adapterFile], { stdio: ['pipe', 'pipe', 'inherit'] });
  const client = new AdapterClient(child);
  return Object.assign(client, {
    [Symbol.dispose]: () => {
      child.kill('SIGKILL');
    },
  });
}

function isEvent(value: unknown): value is DebugProtocol.Event {
  return typeof value === 'object' && value !== null && 'event' in value;
}
