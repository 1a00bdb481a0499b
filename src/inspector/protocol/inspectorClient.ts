import CDP from 'chrome-remote-interface';
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping';
import { UserError } from '../../errors';
import { inTime } from '../inTime';
import { PromptAcknowledgements } from './promptAcknowledgements';
import { processConnection, type RawConnection, type RawListener } from './rawConnection';
import { SilenceWatch } from './silenceWatch';
import { WorkerConnection } from './workerConnection';
import { said } from '../../core/report/sentence';

/** V8's own commands and events, and the few of Node's that `devtools-protocol` does not list. */
export interface Commands extends ProtocolMapping.Commands {
  'NodeRuntime.notifyWhenWaitingForDisconnect': {
    paramsType: [{ enabled: boolean }];
    returnType: unknown;
  };
  'NodeWorker.enable': { paramsType: [{ waitForDebuggerOnStart: boolean }]; returnType: unknown };
  'NodeWorker.disable': { paramsType: []; returnType: unknown };
  'NodeWorker.detach': { paramsType: [{ sessionId: string }]; returnType: unknown };
}

export interface Events extends ProtocolMapping.Events {
  'NodeRuntime.waitingForDisconnect': [];
  'NodeWorker.attachedToWorker': [AttachedWorker];
}

/** A worker thread, as Node announces it. */
export interface AttachedWorker {
  readonly sessionId: string;
  readonly workerInfo: {
    /** The thread's id. */
    readonly workerId: string;
    /** `[worker 1] name` */
    readonly title: string;
    readonly url: string;
  };
}

/** How long the way to an inspector may take, in milliseconds. */
const connectMillis = 10_000;
/** How long the owner of a lost connection may take to find out why it was lost. */
const explanationMillis = 1_000;

/**
 * The one way in which Leak Loop speaks to V8's inspector.
 *
 * Typed by `devtools-protocol`; every pending command is rejected when the connection goes or the
 * signal aborts, so that no caller can wait for ever.
 */
export class InspectorClient implements AsyncDisposable {
  readonly #abandon = new AbortController();
  readonly #pending = new Set<(reason: Error) => void>();
  readonly #workers = new Set<InspectorClient>();
  readonly #silence: SilenceWatch | undefined;
  readonly #onAbort = (): void => this.#abandon.abort(this.signal.reason);
  #waitingPromptly = 0;
  readonly #acknowledgements = new PromptAcknowledgements({
    isNeeded: () => this.#pending.size > 0 && this.#waitingPromptly > 0 && !this.gone.aborted,
    send: () => this.connection.acknowledge(),
  });

  /** @param url of the process; absent for one of its threads */
  private constructor(
    private readonly connection: RawConnection,
    private readonly signal: AbortSignal,
    private readonly explainLoss: () => Promise<Error>,
    url?: string,
  ) {
    if (url !== undefined) {
      this.#silence = new SilenceWatch(
        url,
        () => this.#isWaiting,
        () => this.#dead(),
      );
    }
    connection.on('disconnect', () => this.#lost());
    connection.on('event', () => {
      this.#silence?.heard();
      this.#acknowledgements.received();
    });
    this.gone.addEventListener('abort', () => {
      for (const reject of this.#pending) reject(this.gone.reason as Error);
      this.#pending.clear();
    });
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /**
   * @param url `ws://…` address of an inspector
   * @param explainLoss resolves to a better error than "connection lost", where the owner knows one
   * @throws UserError `inspector-unavailable` when nothing answers there
   */
  static async connect(
    url: string,
    signal: AbortSignal,
    explainLoss: () => Promise<Error>,
  ): Promise<InspectorClient> {
    const opening = CDP({ target: url, local: true });
    try {
      const connection = await inTime(opening, connectMillis, () => new Error('no answer'));
      signal.throwIfAborted();
      return new InspectorClient(processConnection(connection), signal, explainLoss, url);
    } catch (error) {
      void opening.then((late) => late.close()).catch(() => undefined);
      signal.throwIfAborted();
      throw new UserError(
        'inspector-unavailable',
        said`No inspector answers at ${url}. Check that the process is still running and was started with --inspect.`,
        { cause: error },
      );
    }
  }

  /**
   * The inspector of a worker thread of this process. Each answer of it comes behind another message (that
   * the command was handed on), and so 40 ms late: all its commands are sent promptly.
   */
  worker(sessionId: string): InspectorClient {
    const connection = new WorkerConnection(this.connection, sessionId);
    const client = new InspectorClient(connection, this.signal, () =>
      Promise.resolve(this.gone.aborted ? (this.gone.reason as Error) : workerEnded()),
    );
    client.#waitingPromptly = 1;
    this.#workers.add(client);
    client.gone.addEventListener('abort', () => this.#workers.delete(client), { once: true });
    return client;
  }

  /** Whether a command of this thread, or of a worker's, has no answer yet. */
  get #isWaiting(): boolean {
    return this.#pending.size > 0 || [...this.#workers].some((worker) => worker.#isWaiting);
  }

  /** Aborted, with its reason, once no further answer can come. */
  get gone(): AbortSignal {
    return this.#abandon.signal;
  }

  /** For commands that run nothing of the program: their answers are acknowledged, see {@link PromptAcknowledgements}. */
  async send<C extends keyof Commands>(
    method: C,
    ...params: Commands[C]['paramsType']
  ): Promise<Commands[C]['returnType']> {
    this.#waitingPromptly++;
    try {
      return await this.sendRunning(method, ...params);
    } finally {
      this.#waitingPromptly--;
    }
  }

  /** As {@link send}, for commands during which the program runs, and may end. */
  async sendRunning<C extends keyof Commands>(
    method: C,
    ...params: Commands[C]['paramsType']
  ): Promise<Commands[C]['returnType']> {
    const { gone } = this;
    gone.throwIfAborted();
    return new Promise((resolve, reject) => {
      // A set, and not a listener each on the signal: dozens are pending at times.
      if (this.#pending.size === 0) this.#silence?.heard(); // nobody has listened since
      this.#pending.add(reject);
      this.#acknowledgements.sent();
      const answered = (): void => {
        this.#silence?.heard();
        this.#pending.delete(reject);
      };
      this.connection.send(method, params[0] ?? {}).then(
        (answer) => {
          answered();
          resolve(answer);
        },
        (error: unknown) => {
          // A closed socket rejects here first; `gone` follows and knows why it closed.
          if (!isProtocolError(error)) return;
          answered();
          reject(error);
        },
      );
    });
  }

  /**
   * What a listener throws nobody could catch: it becomes the reason for which whatever is waited for rejects.
   *
   * @returns a function that removes the listener
   */
  on<E extends keyof Events>(event: E, listener: (...params: Events[E]) => void): () => void {
    const guarded: RawListener = (params) => {
      try {
        (listener as RawListener)(params);
      } catch (error) {
        this.abandon(error as Error);
      }
    };
    this.connection.on(event, guarded);
    return () => {
      this.connection.off(event, guarded);
    };
  }

  /** Rejects what is pending and whatever is sent from now on: for a process that does not answer. */
  abandon(reason: Error): void {
    this.#abandon.abort(reason);
  }

  /**
   * For what has to be said before leaving, also after an abort: sent whatever happened before, and not
   * waited for longer than `millis`.
   *
   * @returns whether it was answered in time; a refusal is an answer
   */
  async farewell<C extends keyof Commands>(
    method: C,
    params: Commands[C]['paramsType'][0],
    millis: number,
  ): Promise<boolean> {
    return (await this.#lastWord(method, params, millis)).isAnswered;
  }

  /** As {@link farewell}, for what has to be known; undefined where it was refused or not answered in time. */
  async lastQuestion<C extends keyof Commands>(
    method: C,
    params: Commands[C]['paramsType'][0],
    millis: number,
  ): Promise<Commands[C]['returnType'] | undefined> {
    return (await this.#lastWord(method, params, millis)).answer;
  }

  async #lastWord(method: string, params: unknown, millis: number): Promise<LastWord> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<LastWord>((resolve) => {
      timer = setTimeout(resolve, millis, { isAnswered: false });
    });
    const answered = this.connection.send(method, params ?? {}).then(
      (answer) => ({ isAnswered: true, answer }),
      (error: unknown) => ({ isAnswered: isProtocolError(error) }),
    );
    const word = await Promise.race([answered, silence]);
    clearTimeout(timer);
    return word;
  }

  /** Waits until the process has closed the connection, no longer than `millis`. */
  async disconnected(millis: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.connection.on('disconnect', () => resolve());
      timer = setTimeout(resolve, millis);
    });
    clearTimeout(timer);
  }

  /** Closes the connection before its time; a process that waits for that before it exits goes on. */
  async close(): Promise<void> {
    await this.connection.close();
    this.#lost();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal.removeEventListener('abort', this.#onAbort);
    this.#silence?.[Symbol.dispose]();
    this.#acknowledgements[Symbol.dispose]();
    this.#abandon.abort(connectionLost());
    await this.connection.close();
  }

  #dead(): void {
    this.#abandon.abort(doesNotAnswer());
    this.connection.terminate();
  }

  #lost(): void {
    this.#silence?.[Symbol.dispose]();
    this.#acknowledgements[Symbol.dispose]();
    if (this.#abandon.signal.aborted) return;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<Error>((resolve) => {
      timer = setTimeout(resolve, explanationMillis, connectionLost());
    });
    void Promise.race([this.explainLoss(), patience]).then((error) => {
      clearTimeout(timer);
      this.#abandon.abort(error);
    });
  }
}

interface LastWord {
  readonly isAnswered: boolean;
  readonly answer?: unknown;
}

/** An answer of the inspector that says no, not a lost connection. */
export function isProtocolError(error: unknown): error is Error {
  return error instanceof Error && 'response' in error;
}

function workerEnded(): UserError {
  return new UserError(
    'target-exited',
    said`The worker thread ended while it was being measured. Look for process.exit() or an error in the code that the function reaches, and whether the program terminates its workers.`,
  );
}

function doesNotAnswer(): UserError {
  return new UserError(
    'connection-lost',
    said`The process does not answer any more, nor does its inspector: it is stopped, its machine sleeps, or the network between is gone. See whether it runs, and run again.`,
  );
}

function connectionLost(): UserError {
  return new UserError(
    'connection-lost',
    said`The connection to the process was lost. Run again; if it happens again, look at what the process printed last.`,
  );
}
