import * as vscode from 'vscode';

const exampleFolder = ['examples', 'sessions'] as const;
const exampleFile = 'sessions.js';

/** What the cursor is put into. */
const exampleFunction = 'handleRequest(';

/**
 * Opens the bundled example with the cursor in the function that leaks.
 *
 * It is copied out of the extension's folder, because it is there to be edited, and fresh each time,
 * unless it has unsaved edits: somebody who fixed it yesterday wants to see it leak again.
 */
export async function openExample(context: vscode.ExtensionContext): Promise<void> {
  const source = vscode.Uri.joinPath(context.extensionUri, ...exampleFolder);
  const folder = vscode.Uri.joinPath(context.globalStorageUri, ...exampleFolder);
  const file = vscode.Uri.joinPath(folder, exampleFile);
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file.fsPath);
  if (open?.isDirty !== true) {
    await vscode.workspace.fs.copy(source, folder, { overwrite: true });
  }
  const document = await vscode.workspace.openTextDocument(file);
  const position = document.positionAt(document.getText().indexOf(`function ${exampleFunction}`));
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(position, position),
    preview: false,
  });
}
