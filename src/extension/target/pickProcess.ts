import { basename, sep } from 'node:path';
import * as vscode from 'vscode';
import { listNodeProcesses, type NodeProcess } from './nodeProcesses';
import { plainText } from '../plainText';
import type { ProcessChoice } from '../run/runRequest';

export function isProcessChoice(value: unknown): value is ProcessChoice {
  const { processId, port, websocketAddress, debugSession } = (value ?? {}) as Readonly<
    Record<string, unknown>
  >;
  return (
    [processId, port].some((each) => typeof each === 'number') ||
    [websocketAddress, debugSession].some((each) => typeof each === 'string')
  );
}

interface Item extends vscode.QuickPickItem {
  /** Absent: the inspector's port or address is asked for. */
  readonly choice?: ProcessChoice;
}

/**
 * Asks which running process is meant: one that is debugged, one of the list, or the one behind an inspector's
 * port, also a forwarded one, or address.
 */
export async function pickProcess(
  functionTitle: string,
  sessions: readonly vscode.DebugSession[],
): Promise<ProcessChoice | undefined> {
  const byAddress: Item = {
    label: vscode.l10n.t('$(plug) Port or Address of an Inspector…'),
    detail: vscode.l10n.t('For a process in a container, or one that was started with --inspect.'),
    alwaysShow: true,
  };
  const picked = await vscode.window.showQuickPick<Item>(
    processItems().then((items) => [...sessions.map(sessionItem), ...items, byAddress]),
    {
      title: vscode.l10n.t('In which process should {0} be looped?', functionTitle),
      placeHolder: vscode.l10n.t(
        'The process goes on with its work and is left as it was. Side effects of the function happen in it.',
      ),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (picked === undefined) return undefined;
  return picked.choice ?? askAddress();
}

/** Those of the open folders first. Without the editor's own: an extension that is paused takes the editor with it. */
async function processItems(): Promise<Item[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const isOfFolder = ({ cwd }: NodeProcess): boolean =>
    cwd !== undefined && folders.some((folder) => `${cwd}${sep}`.startsWith(`${folder}${sep}`));
  const processes = (await listNodeProcesses().catch(() => [])).filter((each) => !isEditors(each));
  const own = processes.filter(isOfFolder);
  return [...own, ...processes.filter((each) => !own.includes(each))].map(toItem);
}

/** Its own parts, and what extensions have started of theirs, such as language servers. */
function isEditors({ command }: NodeProcess): boolean {
  const folders = [
    vscode.env.appRoot,
    ...vscode.extensions.all.map(({ extensionPath }) => `${extensionPath}${sep}`),
  ];
  return command.some(
    (part) =>
      part.startsWith('--type=extensionHost') || folders.some((folder) => part.startsWith(folder)),
  );
}

function sessionItem({ id, name, parentSession }: vscode.DebugSession): Item {
  return {
    choice: { debugSession: id },
    label: plainText(`$(debug-alt) ${name.replaceAll('$(', '$ (')}`, 120),
    description: vscode.l10n.t('is being debugged'),
    ...(parentSession === undefined ? {} : { detail: parentSession.name }),
  };
}

function toItem({ pid, command: [executable = '', ...rest], cwd }: NodeProcess): Item {
  const called = [basename(executable), ...rest].join(' ').trim();
  return {
    choice: { processId: pid },
    label: plainText(called, 120),
    description: vscode.l10n.t('process {0}', String(pid)),
    ...(cwd === undefined ? {} : { detail: cwd }),
  };
}

async function askAddress(): Promise<ProcessChoice | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Port or Address of an Inspector'),
    prompt: vscode.l10n.t('Node.js prints both at start: ws://127.0.0.1:9229/…'),
    value: '9229',
    validateInput: (value) =>
      inspectorIn(value) === undefined
        ? vscode.l10n.t(
            'A port of this machine is a number from 1 to 65535, an address begins with ws://.',
          )
        : undefined,
  });
  return text === undefined ? undefined : inspectorIn(text);
}

/** The process that a port or a `ws://` address names; undefined for anything else. */
function inspectorIn(written: string): ProcessChoice | undefined {
  const text = written.trim();
  if (/^wss?:\/\//i.test(text) && URL.canParse(text)) return { websocketAddress: text };
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? { port } : undefined;
}
