import { UserError } from '../../errors';
import { isProcess, openInspectorOf } from './openInspectorOf';
import { listAt, unavailable } from './listedTargets';
import { said } from '../../core/report/sentence';

/** How a user names a running process. */
export type InspectorAddress =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'pid'; readonly pid: number }
  /** A port if an inspector listens there, else a pid. */
  | { readonly kind: 'number'; readonly number: number };

export interface FoundInspector {
  /** `ws://…` */
  readonly url: string;
  /** The process that must answer there, where the user named one. */
  readonly pid?: number;
  /** Whether it listens only because we asked it to. */
  readonly wasOpened: boolean;
}

/**
 * Where the inspector of a running process listens; one that does not listen yet is asked to.
 *
 * @throws UserError `inspector-unavailable`, `not-node`
 */
export async function findInspector(
  address: InspectorAddress,
  signal: AbortSignal,
): Promise<FoundInspector> {
  switch (address.kind) {
    case 'url':
      return { url: address.url, wasOpened: false };
    case 'port':
      return { url: await inspectorAt(address.port, signal), wasOpened: false };
    case 'pid': {
      const { port, wasOpened } = await openInspectorOf(address.pid, signal);
      return { url: await inspectorAt(port, signal), pid: address.pid, wasOpened };
    }
    case 'number':
      return portOrPid(address.number, signal);
  }
}

async function portOrPid(number: number, signal: AbortSignal): Promise<FoundInspector> {
  try {
    return await findInspector({ kind: 'port', port: number }, signal);
  } catch (error) {
    if (!isProcess(number)) throw error;
    return findInspector({ kind: 'pid', pid: number }, signal);
  }
}

async function inspectorAt(port: number, signal: AbortSignal): Promise<string> {
  const targets = await listAt(port, signal);
  const node = targets.find(({ type }) => type === 'node');
  if (node?.webSocketDebuggerUrl !== undefined) return node.webSocketDebuggerUrl;
  if (targets.length > 0) {
    throw new UserError(
      'not-node',
      said`What listens at port ${String(port)} is not Node.js (it lists a ${targets[0]!.type ?? 'target'}). Leak Loop measures Node processes: give the port or pid of one.`,
    );
  }
  throw unavailable(port, said`nothing can be debugged there`);
}
