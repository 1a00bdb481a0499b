import * as vscode from 'vscode';
import { languageIds } from '../ids';

const patienceMillis = 2000;

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
  const saved = await Promise.all(wanted.map(save));
  if (saved.every(Boolean)) {
    return true;
  }
  void vscode.window.showErrorMessage(
    vscode.l10n.t(
      'A file could not be saved, so Leak Loop would run an older text. Save it, then run.',
    ),
  );
  return false;
}

/** VS Code refuses a save while its own goes on, as before tests: that one will do, unless it never ends. */
async function save(document: vscode.TextDocument): Promise<boolean> {
  return (await document.save()) || !document.isDirty || savedSoon(document);
}

function savedSoon(document: vscode.TextDocument): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isSaved: boolean) => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(isSaved);
    };
    const timer = setTimeout(() => end(!document.isDirty), patienceMillis);
    const subscription = vscode.workspace.onDidSaveTextDocument((saved) => {
      if (saved === document) end(true);
    });
  });
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
