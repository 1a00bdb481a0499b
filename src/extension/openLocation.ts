import * as vscode from 'vscode';
import type { Location } from '../core/report/report';
import { locationText } from './leaksView/locationText';

/** Opens a place of a report in an editor; falls back to the generated file, and says so. */
export async function openLocation(location: Location): Promise<void> {
  if (location.file.startsWith('node:')) {
    const message = vscode.l10n.t(
      '{0} is inside Node.js; there is no file.',
      locationText(location),
    );
    void vscode.window.showInformationMessage(message);
    return;
  }
  if (await tryOpen(location)) {
    return;
  }
  if (location.generated !== undefined && (await tryOpen(location.generated))) {
    const message = vscode.l10n.t(
      '{0} does not exist; this is the file generated from it.',
      location.file,
    );
    void vscode.window.showInformationMessage(message);
    return;
  }
  void vscode.window.showErrorMessage(
    vscode.l10n.t('{0} could not be opened. Was it moved since the run?', location.file),
  );
}

async function tryOpen({ file, line, column }: Location): Promise<boolean> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    const position = document.validatePosition(new vscode.Position(line - 1, column - 1));
    await vscode.window.showTextDocument(document, {
      selection: new vscode.Range(position, position),
      preview: true,
    });
    return true;
  } catch {
    return false; // missing or binary: the caller says so
  }
}
