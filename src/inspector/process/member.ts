import { ownScripts } from '../../core/source/ownScripts';
import { awaitedValueOf, callOn, type RemoteObject } from '../protocol/remoteObject';
import type { Thread } from './thread';
import { ThreadSearch, type Sight, type SoughtFunction } from './threadSearch';

/** What `announce.js`, which is preloaded there, is known by in a thread. */
const announced = `globalThis[Symbol.for('leak-loop.member')] ?? new Promise((resolve) =>
  Object.defineProperty(globalThis, Symbol.for('leak-loop.announced'), { value: resolve, configurable: true }))`;
const preloadUrl = `${ownScripts}announce`;

/** One thread of a program that is searched. It does not end before it was seen what it has. */
export class Member {
  readonly #search: ThreadSearch;
  #sight: Sight = { kind: 'not loaded' };
  #looking: Promise<void> | undefined;
  #hasNews = false;
  #isOpen = false;
  #isOver = false;
  #preload: Promise<RemoteObject> | undefined;
  #unfollow: () => Promise<void> = () => Promise.resolve();

  /** @param onNews called whenever something else is seen in it */
  constructor(
    readonly thread: Thread,
    sought: SoughtFunction,
    private readonly onNews: () => void,
  ) {
    this.#search = new ThreadSearch(thread, sought);
  }

  get sight(): Sight {
    return this.#sight;
  }

  get isWorker(): boolean {
    return this.thread.description.worker !== undefined;
  }

  /** Whether what it has is not known yet. */
  get isUnseen(): boolean {
    return !this.#isOpen || (this.#looking !== undefined && this.#sight.kind === 'not loaded');
  }

  /** A worker that is just being started is disturbed by nothing but this: it runs none of our code yet. */
  async open(): Promise<void> {
    if (this.isWorker) await this.thread.client.send('Runtime.enable');
    this.#unfollow = await this.#search.scripts.follow((url) => {
      if (url === preloadUrl) this.#whenOver();
      else if (isFile(url)) this.#look();
    });
    this.#isOpen = true;
  }

  /** Where the file is loaded, the function may be made later. */
  lookAgain(): void {
    if (this.#sight.kind === 'loaded' && this.#looking === undefined) this.#look();
  }

  /**
   * Nothing is waited for any more, and the thread does not end.
   *
   * @returns what is preloaded in it
   */
  async keep(): Promise<RemoteObject> {
    await this.#looking;
    await this.#leave('keep');
    return this.#preload!;
  }

  async #leave(word: 'keep' | 'letGo'): Promise<void> {
    const { client } = this.thread;
    if (client.gone.aborted) return;
    if (this.#preload !== undefined) {
      await callOn(client, await this.#preload, `function () { this.${word}() }`);
    }
    await this.#unfollow();
  }

  /** Looks now, or once more if that is being done. Where the function is alive, it is known. */
  #look(): void {
    if (this.#sight.kind === 'alive') return;
    this.#hasNews = true;
    this.#looking ??= this.#lookWhileNews()
      .catch(() => undefined) // it is gone, or going
      .finally(() => {
        this.#looking = undefined;
      });
  }

  async #lookWhileNews(): Promise<void> {
    while (this.#hasNews) {
      this.#hasNews = false;
      const before = this.#sight.kind;
      const isLast = this.#isOver;
      this.#sight = await this.#search.look();
      if (this.#sight.kind !== before) this.onNews();
      if (isLast && this.#sight.kind !== 'alive') return this.#leave('letGo');
    }
  }

  #whenOver(): void {
    const { client } = this.thread;
    this.#preload ??= client
      .sendRunning('Runtime.evaluate', { expression: announced, awaitPromise: true })
      .then(({ result }) => ({ objectId: result.objectId! }));
    this.#preload
      .then((preload) =>
        awaitedValueOf<boolean>(client, preload, 'function () { return this.whenOver() }'),
      )
      .then((isOver) => {
        if (!isOver) return;
        this.#isOver = true;
        this.#look();
      })
      .catch(() => undefined); // it is gone, or going
  }
}

/** V8 also tells of what we evaluate ourselves. */
function isFile(url: string): boolean {
  return url !== '' && !url.startsWith(ownScripts) && !url.startsWith('node:');
}
