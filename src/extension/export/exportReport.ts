import * as vscode from 'vscode';
import { reportEditorId } from '../ids';
import type { LeakNode } from '../leaksView/leakNode';
import type { LeaksState } from '../leaksView/leaksState';
import { resultOf } from '../leaksView/resultOf';
import { tell } from '../tell';
import { exportFileName, exportFormats, type ExportFormat } from './exportFormats';

/** Asks for a format and a file, and writes the report of a row's function there, of the newest without a row. */
export async function exportReport(node: LeakNode | undefined, state: LeaksState): Promise<void> {
  const result = resultOf(node) ?? state.results[0];
  if (result === undefined) {
    tell(vscode.l10n.t('There is no report to export yet. Run a function first.'));
    return;
  }
  const format = await pickFormat();
  if (format === undefined) return;
  const source = vscode.Uri.file(result.report.function.location.file);
  const folder = vscode.workspace.getWorkspaceFolder(source)?.uri;
  const name = exportFileName(result, format);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Report'),
    defaultUri: vscode.Uri.joinPath(folder ?? vscode.Uri.joinPath(source, '..'), name),
    filters: { [format.name]: [format.extension] },
  });
  if (target === undefined) return;
  const content = format.content(result, folder?.fsPath);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(content));
  void offerToOpen(target, format);
}

async function pickFormat(): Promise<ExportFormat | undefined> {
  const items = exportFormats(vscode.l10n.t).map((format) => ({
    label: format.name,
    description: format.description,
    format,
  }));
  const title = vscode.l10n.t('Export the report as');
  return (await vscode.window.showQuickPick(items, { title }))?.format;
}

async function offerToOpen(file: vscode.Uri, { extension }: ExportFormat): Promise<void> {
  const open = vscode.l10n.t('Open');
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t('Report exported as {0}.', vscode.workspace.asRelativePath(file)),
    open,
  );
  if (picked !== open) return;
  switch (extension) {
    case 'html':
      await vscode.env.openExternal(file);
      break;
    case 'md':
      await vscode.commands.executeCommand('markdown.showPreview', file);
      break;
    case 'json':
      await vscode.commands.executeCommand('vscode.openWith', file, reportEditorId);
      break;
  }
}
