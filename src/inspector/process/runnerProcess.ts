import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { UserError } from '../../errors';
import { endTree } from './endTree';
import { guardLife } from './lifeGuard';
import { withoutInspectorChatter } from '../protocol/inspectorChatter';
import { nodeMissing } from './nodeMissing';
import { RecentLines } from './recentLines';
import { howItEnded } from './howItEnded';
import type { Sentence } from '../../core/report/sentence';

export interface RunnerOptions {
  readonly node: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  onOutput?(category: 'stdout' | 'stderr', text: string): void;
  /** Where the command is not there, or cannot be run. */
  explainMissing?(error: Error): UserError;
}

/** A process that a script of ours runs in, as it introduces itself. */
export interface AnnouncedProcess {
  readonly pid: number;
  /** Of its inspector. */
  readonly url: string;
}

const longestAnnouncement = 4_096;

/**
 * A command that runs Node itself or in children of its own, such as a test runner: where a script of ours
 * runs, it connects to us, says where the inspector is, and ends its process when that connection does.
 * Disposing of it ends all processes.
 */
export class RunnerProcess implements AsyncDisposable {
  readonly output = new RecentLines(20);
  /** Resolves to how it ended; rejects where it could not be started. */
  readonly ended: Promise<Sentence>;
  readonly #connections = new Set<Socket>();
  readonly #announced: AnnouncedProcess[] = [];
  readonly #guard: AsyncDisposable;
  #listener: ((process: AnnouncedProcess) => void) | undefined;

  private constructor(
    private readonly child: ChildProcess,
    private readonly server: Server,
    private readonly token: string,
    options: RunnerOptions,
  ) {
    this.#guard = guardLife(child);
    this.ended = new Promise((resolve, reject) => {
      child.once('error', (error) =>
        reject(options.explainMissing?.(error) ?? nodeMissing(options.node, error)),
      );
      child.once('close', (code, signalName) => {
        resolve(howItEnded(code, signalName));
      });
    });
    this.ended.catch(() => undefined); // whoever waits for it is told
    server.on('connection', (socket) => this.#onConnection(socket));
    for (const category of ['stdout', 'stderr'] as const) {
      child[category]?.setEncoding('utf8').on('data', (text: string) => {
        const own = withoutInspectorChatter(text);
        if (own === '') return;
        this.output.push(own);
        options.onOutput?.(category, own);
      });
    }
  }

  static async start(options: RunnerOptions): Promise<RunnerProcess> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const token = randomUUID();
    const { port } = server.address() as AddressInfo;
    // Where we are tested by Node's own runner, ours must not take itself for a part of it.
    const inherited = { ...process.env };
    delete inherited.NODE_TEST_CONTEXT;
    const child = spawn(options.node, options.args, {
      cwd: options.cwd,
      env: { ...inherited, ...options.env, LEAK_LOOP_HOLD: `${String(port)}:${token}` },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32', // a group of its own: its children can be ended with it
    });
    return new RunnerProcess(child, server, token, options);
  }

  /** Tells of each process that connects, also of those that have already. */
  onAnnounced(listener: (process: AnnouncedProcess) => void): void {
    this.#listener = listener;
    for (const process of this.#announced.splice(0)) listener(process);
  }

  /** Resolves when the first process has connected. */
  connected(): Promise<AnnouncedProcess> {
    return new Promise((resolve) => this.onAnnounced(resolve));
  }

  #onConnection(socket: Socket): void {
    this.#connections.add(socket);
    socket.on('error', () => undefined); // it went first
    socket.on('close', () => this.#connections.delete(socket));
    let received = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
      if (received.length > longestAnnouncement) socket.destroy(); // not from a script of ours
      const [token, pid, url] = received.trim().split(' ');
      if (token !== this.token || url === undefined || !received.endsWith('\n')) return;
      const announced = { pid: Number(pid), url };
      if (this.#listener === undefined) this.#announced.push(announced);
      else this.#listener(announced);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const guardEnded = this.#guard[Symbol.asyncDispose]();
    endTree(this.child);
    for (const socket of this.#connections) socket.destroy();
    this.server.close();
    await this.ended.catch(() => undefined); // it never started
    await guardEnded;
  }
}
