/** The part of a debug configuration that is looked at. */
export interface AttachConfiguration {
  readonly request?: unknown;
  readonly address?: unknown;
  readonly port?: unknown;
}

/** Where the thread is that a debug session stands for. */
export type SessionPlace =
  /** The main thread: the address of its process's inspector, as it is reached from here. */
  | { readonly kind: 'process'; readonly address: string }
  /** A worker thread, which is reached through its process; by its `threadId`. */
  | { readonly kind: 'worker'; readonly id: number };

const builtIn = (name: string): string =>
  `(process.getBuiltinModule?.('node:${name}') ?? require('node:${name}'))`;

/** Evaluated in the thread; `require` is there where a console's expressions have it. */
export const placeExpression = `${builtIn('inspector')}.url() ?? 'worker ' + ${builtIn('worker_threads')}.threadId`;

/**
 * @param answer how the debugger shows the value of {@link placeExpression}
 * @param started the configuration of the session below which the process's own is
 * @returns undefined where it is neither
 */
export function sessionPlace(
  answer: string,
  started: AttachConfiguration,
): SessionPlace | undefined {
  const [, id] = /\bworker (\d+)/.exec(answer) ?? [];
  if (id !== undefined) return { kind: 'worker', id: Number(id) };
  const [text] = /wss?:\/\/[^\s'"`]+/.exec(answer) ?? [];
  return text === undefined || !URL.canParse(text)
    ? undefined
    : { kind: 'process', address: fromHere(new URL(text), started) };
}

function fromHere(url: URL, { request, address, port }: AttachConfiguration): string {
  if (request === 'attach' && typeof port === 'number' && port > 0) {
    // The process knows where it listens, not through what it is reached: a container's forwarded port.
    url.port = String(port);
    url.hostname = typeof address === 'string' && address !== '' ? address : '127.0.0.1';
  } else if (/^(0\.0\.0\.0|\[::\])$/.test(url.hostname)) {
    url.hostname = '127.0.0.1';
  }
  return url.href;
}
