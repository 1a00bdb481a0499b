import * as vscode from 'vscode';
import { languageIds } from './ids';

const dataLanguages = ['json', 'jsonc'];

/**
 * Saves what a run may load: Node reads files, not editors. Other unsaved files are left alone.
 *
 * @returns whether all could be saved
 */
export async function saveBeforeRun(file: string): Promise<boolean> {
  const wanted = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && document.uri.scheme === 'file' && mayBeLoaded(document, file),
  );
  await Promise.all(wanted.map((document) => document.save()));
  // not by what `save` answers: false also where VS Code itself was saving, as it does before tests
  if (wanted.every((document) => !document.isDirty)) {
    return true;
  }
  void vscode.window.showErrorMessage(
    vscode.l10n.t(
      'A file could not be saved, so Leak Loop would run an older text. Save it, then run.',
    ),
  );
  return false;
}

function mayBeLoaded(document: vscode.TextDocument, file: string): boolean {
  return (
    document.uri.fsPath === file ||
    isLoopable(document) ||
    dataLanguages.includes(document.languageId)
  );
}

/** Whether it is a file of a language that Leak Loop runs. */
export function isLoopable(document: vscode.TextDocument): boolean {
  return languageIds.some((id) => id === document.languageId);
}
