import * as vscode from 'vscode';
import { reportEditorId } from '../ids';

/** Opens a file of results whatever its name is; asks for one without. */
export async function openReport(file?: vscode.Uri): Promise<void> {
  const chosen = file ?? (await pickFile());
  if (chosen !== undefined) {
    await vscode.commands.executeCommand('vscode.openWith', chosen, reportEditorId);
  }
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open Report'),
    filters: { JSON: ['json'] },
  });
  return files?.[0];
}
