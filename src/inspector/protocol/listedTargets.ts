import { get } from 'node:http';
import { UserError } from '../../errors';
import { said, type Sentence } from '../../core/report/sentence';

/** What an inspector lists at `/json/list`; Chrome lists its pages there, too. */
export interface ListedTarget {
  readonly type?: string;
  readonly webSocketDebuggerUrl?: string;
}

const patienceMillis = 3_000;

/**
 * What can be debugged at a port of this machine.
 *
 * @throws UserError `inspector-unavailable` where nothing or something else answers
 */
export function listAt(port: number, signal: AbortSignal): Promise<readonly ListedTarget[]> {
  return new Promise((resolve, reject) => {
    // For all of it: what sends a little now and then is never idle.
    const late = AbortSignal.timeout(patienceMillis);
    const request = get(
      { host: '127.0.0.1', port, path: '/json/list', signal: AbortSignal.any([signal, late]) },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const list = parseList(text);
          if (list === undefined) reject(unavailable(port, 'what answers there is no inspector'));
          else resolve(list);
        });
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(signal.reason as Error);
      else if (late.aborted) reject(unavailable(port, 'it does not answer'));
      else
        reject(
          unavailable(
            port,
            error.code === 'ECONNREFUSED' ? 'nothing listens there' : error.message,
          ),
        );
    });
  });
}

function parseList(text: string): readonly ListedTarget[] | undefined {
  try {
    const list = JSON.parse(text) as unknown;
    return Array.isArray(list) ? (list as readonly ListedTarget[]) : undefined;
  } catch {
    return undefined;
  }
}

export function unavailable(port: number, why: Sentence | string): UserError {
  return new UserError(
    'inspector-unavailable',
    said`No inspector answers at port ${String(port)}: ${why}. Start the process with --inspect=${String(port)}, or name it by its pid.`,
  );
}
