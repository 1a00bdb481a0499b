/** The part of a debug configuration that is looked at. */
export interface AttachConfiguration {
  readonly request?: unknown;
  readonly address?: unknown;
  readonly port?: unknown;
}

/** Evaluated in the process; `require` is there where a console's expressions have it. */
export const addressExpression = `(process.getBuiltinModule?.('node:inspector') ?? require('node:inspector')).url()`;

/**
 * Where the inspector of a debugged process is reached from here.
 *
 * @param answer how the debugger shows the value of {@link addressExpression}
 * @param started the configuration of the session below which the process's own is
 * @returns undefined where it has no inspector of its own, as a worker thread
 */
export function sessionAddress(
  answer: string,
  { request, address, port }: AttachConfiguration,
): string | undefined {
  const [text] = /wss?:\/\/[^\s'"`]+/.exec(answer) ?? [];
  if (text === undefined || !URL.canParse(text)) {
    return undefined;
  }
  const url = new URL(text);
  if (request === 'attach' && typeof port === 'number' && port > 0) {
    // The process knows where it listens, not through what it is reached: a container's forwarded port.
    url.port = String(port);
    url.hostname = typeof address === 'string' && address !== '' ? address : '127.0.0.1';
  } else if (/^(0\.0\.0\.0|\[::\])$/.test(url.hostname)) {
    url.hostname = '127.0.0.1';
  }
  return url.href;
}
