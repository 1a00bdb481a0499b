import { basename } from 'node:path';
import type { Protocol } from 'devtools-protocol';
import { fileUrlToPath } from '../../core/source/fileUrl';
import { enableDebugger } from '../protocol/enableDebugger';
import type { InspectorClient } from '../protocol/inspectorClient';

/** Where a debugger of somebody else's has stopped the process. */
export interface Pause {
  /** Empty for code outside of functions. */
  readonly functionName: string;
  /** Without its folder. */
  readonly file: string;
}

/** Who is told that nothing happens for now, and that it goes on. */
export interface PauseObserver {
  onPaused(pause: Pause): void;
  onResumed(): void;
}

/** A process that is busy outside of JavaScript does not answer; it is not paused either. */
const patienceMillis = 3_000;

/** A connection of our own beside the one that measures. */
export interface OwnConnection extends AsyncDisposable {
  readonly client: InspectorClient;
}

/**
 * Sees that a debugger beside us has stopped a thread, and waits until it goes on: nothing of ours
 * is broken off meanwhile, and whoever debugs takes all the time they need.
 */
export class PauseWatch implements AsyncDisposable {
  #own: Promise<OwnConnection> | undefined;

  /** @param connect to the same thread */
  constructor(
    private readonly connect: () => Promise<OwnConnection>,
    private readonly observer: PauseObserver,
  ) {}

  /**
   * @param client whose debugger domain nobody uses; absent: one of our own, made once, as Node prints a
   *   line for each
   * @returns whether there was something to wait for
   */
  async untilRunning(client?: InspectorClient): Promise<boolean> {
    try {
      return await this.#untilRunning(client ?? (await (this.#own ??= this.connect())).client);
    } catch {
      return false; // lost or aborted: whoever measures is told by the connection that it measures with
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const own = await this.#own?.catch(() => undefined);
    await own?.[Symbol.asyncDispose]();
  }

  async #untilRunning(client: InspectorClient): Promise<boolean> {
    let paused: Protocol.Debugger.PausedEvent | undefined;
    const files = new Map<string, string>();
    const stopListening = [
      client.on('Debugger.paused', (event) => (paused ??= event)),
      client.on('Debugger.scriptParsed', ({ scriptId, url }) => files.set(scriptId, url)),
    ];
    const { resumed, stopWaiting } = nextResumed(client);
    stopListening.push(stopWaiting);
    try {
      // V8 tells of a pause when the domain is switched on.
      await withPatience(enableDebugger(client));
      if (paused !== undefined) {
        this.observer.onPaused(pauseOf(paused, files));
        await resumed;
        this.observer.onResumed();
      }
      await client.send('Debugger.disable');
      return paused !== undefined;
    } finally {
      for (const stop of stopListening) stop();
    }
  }
}

interface NextResumed {
  readonly resumed: Promise<void>;
  /** It stays unsettled then. */
  readonly stopWaiting: () => void;
}

function nextResumed(client: InspectorClient): NextResumed {
  const { gone } = client;
  const isOver = new AbortController();
  const resumed = new Promise<void>((resolve, reject) => {
    const stopListening = client.on('Debugger.resumed', resolve);
    const onGone = (): void => reject(gone.reason as Error);
    gone.addEventListener('abort', onGone, { signal: isOver.signal });
    isOver.signal.addEventListener('abort', stopListening);
  });
  resumed.catch(() => undefined); // nobody waits where nothing is paused
  return { resumed, stopWaiting: () => isOver.abort() };
}

async function withPatience(answer: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patienceMillis);
  });
  await Promise.race([answer, silence]).finally(() => clearTimeout(timer));
}

/** Frames of a pause that began before we asked bear no file's name, only its script. */
function pauseOf(
  { callFrames: [top] }: Protocol.Debugger.PausedEvent,
  files: ReadonlyMap<string, string>,
): Pause {
  const url = files.get(top?.location.scriptId ?? '') ?? '';
  return { functionName: top?.functionName ?? '', file: basename(fileUrlToPath(url)) };
}
