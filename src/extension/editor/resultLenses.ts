import * as vscode from 'vscode';
import { commandIds, settingNames, settingsSection, viewIds } from '../ids';
import { readCodeLens } from '../readSettings';
import { markedFile, type EditorSource } from './editorSource';
import { verdictLenses, type VerdictLens } from './verdictLenses';

/** The verdict above each function that was looped; choosing it runs again. */
export class ResultLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly source: EditorSource) {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      source.onDidChange(() => this.#changed.fire()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.${settingNames.codeLens}`)) {
          this.#changed.fire();
        }
      }),
      vscode.languages.registerCodeLensProvider({ scheme: 'file' }, this),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!readCodeLens()) {
      return [];
    }
    const { isTrusted } = vscode.workspace;
    return verdictLenses(markedFile(document), this.source, isTrusted).map((lens) =>
      toCodeLens(lens, isTrusted),
    );
  }
}

function toCodeLens({ line, title, result }: VerdictLens, mayRun: boolean): vscode.CodeLens {
  const command = mayRun
    ? { command: commandIds.runAgain, title, arguments: [result.key] }
    : { command: `${viewIds.leaks}.focus`, title };
  return new vscode.CodeLens(new vscode.Range(line - 1, 0, line - 1, 0), command);
}
