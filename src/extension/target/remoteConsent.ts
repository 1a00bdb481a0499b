import * as vscode from 'vscode';
import { remoteHost } from '../../remoteHost';
import type { RunRequest } from '../run/runRequest';

/** Asks before an inspector of another machine is spoken to: once for each, as long as the window is open. */
export class RemoteConsent {
  readonly #hosts = new Set<string>();

  /** Whether what a request names may be spoken to; a process of this machine always. */
  async allows({ websocketAddress }: RunRequest): Promise<boolean> {
    const host = hostOf(websocketAddress);
    if (host === undefined || this.#hosts.has(host)) return true;
    const isConfirmed = await confirms(host);
    if (isConfirmed) this.#hosts.add(host);
    return isConfirmed;
  }
}

/** Of launch.json, in which it may be anything. */
function hostOf(address: unknown): string | undefined {
  return typeof address === 'string' ? remoteHost(address) : undefined;
}

async function confirms(host: string): Promise<boolean> {
  const connect = vscode.l10n.t('Connect');
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} is another machine. Connect to the process there?', host),
    {
      modal: true,
      detail: vscode.l10n.t(
        'The inspector’s protocol is neither encrypted nor asks who is there: whoever is on the way to {0} reads what the process answers and can run any code in it. A tunnel is safer: ssh -L 9229:127.0.0.1:9229 {0}, then give port 9229.',
        host,
      ),
    },
    connect,
  );
  return picked === connect;
}
