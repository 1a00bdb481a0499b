import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { UserError } from '../../errors';
import { assembleTarget } from './assembleTarget';
import { describeLaunched } from './describeLaunched';
import { endTree } from './endTree';
import { nodeMissing } from './nodeMissing';
import { guardLife } from './lifeGuard';
import { InspectorClient } from '../protocol/inspectorClient';
import { letGoAtExit } from '../protocol/letGoAtExit';
import { withoutInspectorChatter } from '../protocol/inspectorChatter';
import { RecentLines } from './recentLines';
import type { RemoteObject } from '../protocol/remoteObject';
import type { Target } from './target';
import { option, said, type Sentence } from '../../core/report/sentence';
import { howItEnded } from './howItEnded';

/** How to start the process. */
export interface LaunchOptions {
  readonly node: string;
  readonly nodeArgs: readonly string[];
  /** Of the program. */
  readonly args?: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  onOutput?(category: 'stdout' | 'stderr', text: string): void;
}

/** The gate comes last: what it takes away from the program's view ends with it. */
function ownArguments(): string[] {
  return ['--inspect=127.0.0.1:0', '--require', join(__dirname, 'gate.js')];
}

/** Until the process is let go once more. */
const letGoAgainMillis = 100;

const listening = /^Debugger listening on (ws:\/\/\S+)$/m;

/**
 * Starts a Node process that loads nothing yet, and connects to it before any of the program's
 * code has run. Disposing of the target ends the process and every process in its group.
 *
 * @throws UserError `node-missing`, `target-exited`, `inspector-unavailable`
 */
export async function launchTarget(options: LaunchOptions, signal: AbortSignal): Promise<Target> {
  const child = spawn(
    options.node,
    [
      ...ownArguments(),
      ...options.nodeArgs,
      join(__dirname, 'harness.js'),
      ...(options.args ?? []),
    ],
    {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32', // a group of its own: its children can be ended with it
    },
  );
  const scope = new LaunchScope(child, options, signal);
  try {
    const url = await scope.inspectorUrl();
    await scope.atGate();
    const client = await InspectorClient.connect(url, scope.signal, () => scope.exit());
    return await scope.open(client);
  } catch (error) {
    await scope.dispose();
    throw error;
  }
}

/** The life of one launched process: its exit, its output, its end. */
class LaunchScope {
  readonly signal: AbortSignal;
  readonly recentErrors = new RecentLines(20);
  readonly #ended = new AbortController();
  readonly #exit: Promise<UserError>;
  readonly #atGate: Promise<void>;
  readonly #guard: AsyncDisposable;
  #client: InspectorClient | undefined;

  constructor(
    private readonly child: ChildProcess,
    private readonly options: LaunchOptions,
    signal: AbortSignal,
  ) {
    this.#guard = guardLife(child);
    this.signal = AbortSignal.any([signal, this.#ended.signal]);
    const lifeline = child.stdio[3] as Duplex;
    lifeline.on('error', () => undefined); // the target went first
    this.#atGate = new Promise((resolve) => lifeline.once('data', () => resolve()));
    this.#exit = new Promise((resolve) => {
      child.once('error', (error) => resolve(nodeMissing(options.node, error)));
      // 'close' and not 'exit': by then the last lines of output have been read.
      child.once('close', (code, signalName) => resolve(this.#exited(code, signalName)));
    });
    void this.#exit.then((error) => this.#ended.abort(error));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      options.onOutput?.('stdout', text);
    });
  }

  /** Resolves, once the process is gone, to the error that says so. */
  exit(): Promise<UserError> {
    return this.#exit;
  }

  inspectorUrl(): Promise<string> {
    const { child, options, signal } = this;
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      let started = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        if (started.length < 65_536) {
          started += text;
          const url = listening.exec(started)?.[1];
          if (url !== undefined) {
            started = ' '.repeat(65_536);
            resolve(url);
          }
        }
        const own = withoutInspectorChatter(text);
        if (own === '') return;
        this.recentErrors.push(own);
        options.onOutput?.('stderr', own);
      });
    });
  }

  /** Resolves once the process waits for us; evaluating before that would disturb Node's own start. */
  atGate(): Promise<void> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      void this.#atGate.then(resolve);
    });
  }

  async open(client: InspectorClient): Promise<Target> {
    this.#client = client;
    await letGoAtExit(client);
    await client.send('Runtime.enable');
    const description = await describeLaunched(client, this.options.node, this.child.pid!);
    const harness = await this.#harness(client);
    return assembleTarget(client, {
      description,
      harness,
      recentErrors: () => this.recentErrors.lines(),
      dispose: () => this.dispose(),
    });
  }

  async dispose(): Promise<void> {
    const guardEnded = this.#guard[Symbol.asyncDispose]();
    endTree(this.child);
    await this.#client?.[Symbol.asyncDispose]();
    await this.#exit;
    await guardEnded;
  }

  /** The harness announces itself through a promise that is waiting for it before it runs. */
  async #harness(client: InspectorClient): Promise<RemoteObject> {
    const announced = client.send('Runtime.evaluate', {
      expression: `new Promise((resolve) => Object.defineProperty(globalThis, Symbol.for('leak-loop.harness'), { value: resolve, configurable: true }))`,
      awaitPromise: true,
    });
    announced.catch(() => undefined); // reported by whoever awaits it below
    const letGo = (): Promise<unknown> => client.send('Runtime.runIfWaitingForDebugger');
    // What Node evaluates between the gate's word and its waiting, on a machine that is busy enough, ends no waiting.
    const again = setInterval(() => void letGo().catch(() => undefined), letGoAgainMillis);
    try {
      await letGo();
      const { result } = await announced;
      return { objectId: result.objectId! };
    } finally {
      clearInterval(again);
    }
  }

  #exited(code: number | null, signalName: string | null): UserError {
    const stderr = this.recentErrors.lines();
    if (stderr.some((line) => line.includes('ERR_INSPECTOR_NOT_ACTIVE'))) return noInspector();
    return new UserError(
      'target-exited',
      said`The process ${howItEnded(code, signalName)} while it was being measured. ${remedyFor(stderr)}`,
      { stderr },
    );
  }
}

function remedyFor(stderr: readonly string[]): Sentence {
  if (stderr.length === 0) {
    return said`It printed no error: look for process.exit() or a fatal signal in the code that the function reaches.`;
  }
  // V8's last words: its exit code is that of any abort
  return stderr.some((line) => line.includes('heap out of memory'))
    ? said`Its heap was full. Let one call do less, or give it more: ${'--max-old-space-size=4096'} in ${option('--node-arg')}.`
    : said`See what it printed last, and run it once with plain node.`;
}

/** The gate finds none. */
function noInspector(): UserError {
  return new UserError(
    'inspector-unavailable',
    said`Node opens no inspector in this process: its permission model (--permission) forbids it, and Leak Loop measures by way of it. Leave --permission out of the run's Node arguments and of NODE_OPTIONS; Node 25 and newer also take --allow-inspector.`,
  );
}
