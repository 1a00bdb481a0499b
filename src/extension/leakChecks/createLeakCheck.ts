import * as vscode from 'vscode';
import { functionName } from '../leaksView/functionResult';
import { leakCheckText, type NewCheck } from './leakCheckText';
import type { LeakNode } from '../leaksView/leakNode';
import type { LeaksState } from '../leaksView/leaksState';
import { fileName } from '../leaksView/locationText';
import { plainText } from '../plainText';
import { resultOf } from '../leaksView/resultOf';
import { takesArguments } from '../run/runRequest';

/** Writes a leak check that makes the calls of a run, beside the function's file, and opens it. */
export async function createLeakCheck(
  node: LeakNode | undefined,
  state: LeaksState,
): Promise<void> {
  const result = resultOf(node) ?? state.results[0];
  if (result === undefined) {
    tell(vscode.l10n.t('There is no run to make a leak check of. Run a function first.'));
    return;
  }
  const { function: description } = result.report;
  if (!takesArguments(result.request, description.kind)) {
    tell(vscode.l10n.t('A leak check calls a function, and this run was not one of a function.'));
    return;
  }
  if (result.request.capture === true) {
    tell(
      vscode.l10n.t(
        'This run had its arguments from a real call, and they cannot be written down. Set Arguments and run, then create the check.',
      ),
    );
    return;
  }
  const source = vscode.Uri.file(description.location.file);
  const document = await vscode.workspace.openTextDocument(source);
  const check = leakCheckText({
    description,
    request: result.request,
    text: document.getText(),
  });
  if (check === undefined) {
    tell(
      vscode.l10n.t(
        'A leak check can call only what is exported, and {0} is not exported from {1}. Export it, then create the check.',
        plainText(functionName(description), 80),
        fileName(source.fsPath),
      ),
    );
    return;
  }
  await write(vscode.Uri.joinPath(source, '..', check.fileName), check);
}

/** One that is there is somebody's work: it is kept unless its author says otherwise. */
async function write(file: vscode.Uri, { text }: NewCheck): Promise<void> {
  if (await exists(file)) {
    const open = vscode.l10n.t('Open It');
    const overwrite = vscode.l10n.t('Overwrite');
    const question = vscode.l10n.t('{0} exists already.', fileName(file.fsPath));
    const choice = await vscode.window.showWarningMessage(question, open, overwrite);
    if (choice === open) await show(file);
    if (choice !== overwrite) return;
  }
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  await show(file);
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}

async function show(file: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document, { preview: false });
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
