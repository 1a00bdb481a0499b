import * as vscode from 'vscode';
import { functionName, type FunctionResult } from '../leaksView/functionResult';
import type { LeakNode } from '../leaksView/leakNode';
import { resultOf } from '../leaksView/resultOf';
import type { LeaksState } from '../leaksView/leaksState';
import { costSentence } from '../run/costText';
import { limitsOf } from '../run/limitsOf';
import type { OnceOnly, RunOutcome } from '../run/runs';

interface SnapshotRun {
  readonly state: Pick<LeaksState, 'results'>;
  /** Resolves when the run has ended; undefined where none was started. */
  run(result: FunctionResult, extra: OnceOnly): Promise<RunOutcome | undefined>;
}

/** Runs a function once more and keeps its heap snapshot, after a warning of what is in such a file. */
export async function saveSnapshot(node: LeakNode | undefined, by: SnapshotRun): Promise<void> {
  const result = resultOf(node) ?? by.state.results[0];
  if (result === undefined || !(await isWarned(result))) return;
  const file = await askFile(result);
  if (file === undefined) return;
  // what is there after the run was written by it
  await vscode.workspace.fs.delete(file).then(undefined, () => undefined);
  const outcome = await by.run(result, { heapSnapshot: file.fsPath });
  if (outcome !== undefined) await tellOf(file);
}

async function isWarned({ request }: FunctionResult): Promise<boolean> {
  const { t } = vscode.l10n;
  const go = t('Run and Save');
  const picked = await vscode.window.showWarningMessage(
    t('A heap snapshot contains the values of your program.'),
    {
      modal: true,
      detail: [
        t(
          'Everything that is in memory is in the file: passwords, tokens, customer data. Only you may read it; look into it before you pass it on. The function is run once more to take it.',
        ),
        costSentence(limitsOf(request), t),
      ].join(' '),
    },
    go,
  );
  return picked === go;
}

function askFile({ report }: FunctionResult): Thenable<vscode.Uri | undefined> {
  const source = vscode.Uri.file(report.function.location.file);
  const folder =
    vscode.workspace.getWorkspaceFolder(source)?.uri ?? vscode.Uri.joinPath(source, '..');
  const name = functionName(report.function)
    .replace(/[^\p{L}\p{N}_$-]+/gu, '-')
    .slice(0, 60);
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Heap Snapshot'),
    defaultUri: vscode.Uri.joinPath(folder, `${name}.heapsnapshot`),
    filters: { [vscode.l10n.t('heap snapshot')]: ['heapsnapshot'] },
  });
}

async function tellOf(file: vscode.Uri): Promise<void> {
  const isThere = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'No heap snapshot was taken: the run did not come to it, as nothing was seen to grow.',
      ),
    );
    return;
  }
  const open = vscode.l10n.t('Open');
  const message = vscode.l10n.t(
    'Heap snapshot saved as {0}. Only you may read the file.',
    vscode.workspace.asRelativePath(file),
  );
  if ((await vscode.window.showInformationMessage(message, open)) === open) {
    await vscode.commands.executeCommand('vscode.open', file);
  }
}
