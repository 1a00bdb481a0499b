import * as vscode from 'vscode';
import type { Location } from '../core/report/report';
import { locationText } from './leaksView/locationText';

/** Opens places of reports in an editor; falls back to the generated file, and says so once for each source. */
export class LocationOpener {
  readonly #missing = new Set<string>();

  async open(location: Location): Promise<void> {
    const { file, generated } = location;
    if (file.startsWith('node:')) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('{0} is inside Node.js; there is no file.', locationText(location)),
      );
    } else if (await tryOpen(location)) {
      return;
    } else if (generated !== undefined && (await tryOpen(generated))) {
      this.#sayOnce(file);
    } else {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('{0} could not be opened. Was it moved since the run?', file),
      );
    }
  }

  #sayOnce(file: string): void {
    if (this.#missing.has(file)) return;
    this.#missing.add(file);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} does not exist; this is the file generated from it.', file),
    );
  }
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
