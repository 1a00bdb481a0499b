import type CDP from 'chrome-remote-interface';
import type { EventEmitter } from 'node:events';

/** How long the other end may take to agree that a connection ends. The library's own limit is 30 s. */
const closeMillis = 1_000;

export type RawListener = (params: unknown) => void;

/** Names as strings, as they travel. `event` tells of any message, `disconnect` of the end. */
export interface RawConnection {
  /** Rejects with an error that has a `response` where the answer is no. */
  send(method: string, params: unknown): Promise<unknown>;
  /** Sends something that changes nothing, to whoever holds messages back; resolves when it is answered. */
  acknowledge(): Promise<unknown>;
  on(event: string, listener: RawListener): void;
  off(event: string, listener: RawListener): void;
  /** Resolves when the other end agrees, or soon. */
  close(): Promise<void>;
  /** Ends it without a word, as nobody listens any more. */
  terminate(): void;
}

type Library = Pick<RawConnection, 'send' | 'on' | 'off' | 'close'> &
  EventEmitter & { readonly _ws: { terminate(): void } };

/** The library's client without its generated methods. */
export function processConnection(library: CDP.Client): RawConnection {
  const raw = library as unknown as Library;
  raw.setMaxListeners(0); // each worker of the process has some
  const terminate = (): void => raw._ws.terminate();
  return {
    send: raw.send.bind(raw),
    acknowledge: () => raw.send('Runtime.getIsolateId', {}),
    on: raw.on.bind(raw),
    off: raw.off.bind(raw),
    close: async () => {
      const timer = setTimeout(terminate, closeMillis);
      await raw.close();
      clearTimeout(timer);
    },
    terminate,
  };
}
