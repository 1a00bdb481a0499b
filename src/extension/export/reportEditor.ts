import * as vscode from 'vscode';
import { commandIds, reportEditorId } from '../ids';
import { reportPage } from './reportPage';

/**
 * Shows a report that was exported or comes from CI as the page that its export as HTML is: one click
 * in the explorer, as for pictures. It cannot be edited; Reopen Editor With… shows the JSON.
 */
export class ReportEditor implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  readonly #registration = vscode.window.registerCustomEditorProvider(reportEditorId, this);

  dispose(): void {
    this.#registration.dispose();
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  async resolveCustomEditor(
    { uri }: vscode.CustomDocument,
    panel: vscode.WebviewPanel,
  ): Promise<void> {
    panel.webview.options = {
      enableScripts: false,
      enableCommandUris: [commandIds.goToLocation],
      localResourceRoots: [],
    };
    const show = async () => {
      panel.webview.html = await pageOf(uri);
    };
    const folder = vscode.Uri.joinPath(uri, '..');
    const name = uri.path.split('/').at(-1) ?? '';
    // a glob's own signs in a name would watch other files
    const pattern = new vscode.RelativePattern(folder, name.replace(/[[\]{}*?]/g, '?'));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    watcher.onDidChange(show);
    watcher.onDidCreate(show);
    panel.onDidDispose(() => {
      watcher.dispose();
    });
    await show();
  }
}

async function pageOf(uri: vscode.Uri): Promise<string> {
  const bytes = await vscode.workspace.fs.readFile(uri);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return reportPage(new TextDecoder().decode(bytes), {
    links: vscode.workspace.isTrusted,
    t: vscode.l10n.t,
    ...(folder === undefined ? {} : { cwd: folder.uri.fsPath }),
  });
}
