import { EventEmitter } from 'node:events';
import type { RawConnection } from './rawConnection';

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** V8's words for a command whose thread ends meanwhile, and for one that is only ended itself. */
const endings: ReadonlySet<string> = new Set([
  'Execution context was destroyed.',
  'Execution was terminated',
  'Internal error',
]);
/** How long the end of a thread may be told after the answers that it makes impossible. */
const tellingEndMillis = 300;

/** Node 18 loses a message to a worker in which a letter has a code from 128 to 255, and nobody ever answers it. */
function inAscii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** An inspector that says no. */
class RefusedError extends Error {
  constructor(readonly response: { readonly message: string }) {
    super(response.message);
  }
}

/**
 * The inspector of a worker thread. Node has no address of its own for it: what is said travels as text
 * within messages of the process's.
 */
export class WorkerConnection extends EventEmitter implements RawConnection {
  readonly #pending = new Map<number, (answer: Answer) => void>();
  #lastId = 0;

  constructor(
    private readonly process: RawConnection,
    private readonly sessionId: string,
  ) {
    super();
    process.on('NodeWorker.receivedMessageFromWorker', this.#onMessage);
    process.on('NodeWorker.detachedFromWorker', this.#onDetached);
    process.on('disconnect', this.#onLost);
  }

  async send(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#lastId;
    const answer = new Promise<Answer>((resolve) => this.#pending.set(id, resolve));
    const message = inAscii(JSON.stringify({ id, method, params }));
    try {
      await this.#tellProcess('NodeWorker.sendMessageToWorker', { message });
    } catch (cause) {
      this.#onLost();
      throw new Error('The worker thread is gone.', { cause });
    }
    this.emit('event');
    const { error, result } = await answer;
    if (error !== undefined) throw new RefusedError(error);
    return result;
  }

  acknowledge(): Promise<unknown> {
    return this.process.acknowledge();
  }

  /** Does not wait for an answer: a process that is stuck gives none. */
  close(): Promise<void> {
    this.#leave();
    this.#tellProcess('NodeWorker.detach', {}).catch(() => undefined); // it is gone, and closed
    return Promise.resolve();
  }

  terminate(): void {
    void this.close();
  }

  #tellProcess(method: string, params: object): Promise<unknown> {
    return this.process.send(method, { sessionId: this.sessionId, ...params });
  }

  readonly #onMessage = (params: unknown): void => {
    const { sessionId, message } = params as {
      readonly sessionId: string;
      readonly message: string;
    };
    if (sessionId !== this.sessionId) return;
    const answer = JSON.parse(message) as Answer;
    if (answer.id === undefined) {
      this.emit('event');
      this.emit(answer.method!, answer.params);
      return;
    }
    const resolve = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    // Of a thread that ends, the end says why; at times it is told after what it made impossible.
    if (endings.has(answer.error?.message ?? '')) {
      setTimeout(() => resolve?.(answer), tellingEndMillis).unref();
    } else resolve?.(answer);
  };

  readonly #onDetached = (params: unknown): void => {
    if ((params as { readonly sessionId: string }).sessionId === this.sessionId) this.#onLost();
  };

  readonly #onLost = (): void => {
    this.#leave();
    this.emit('disconnect');
  };

  #leave(): void {
    this.process.off('NodeWorker.receivedMessageFromWorker', this.#onMessage);
    this.process.off('NodeWorker.detachedFromWorker', this.#onDetached);
    this.process.off('disconnect', this.#onLost);
  }
}
