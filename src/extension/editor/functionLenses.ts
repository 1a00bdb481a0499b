import * as vscode from 'vscode';
import { testsIn } from '../../core/source/testAtCursor';
import { commandIds, languageIds, settingNames, settingsSection } from '../ids';
import { readCodeLens, readFunctionLenses } from '../readSettings';
import type { RunPlace } from '../run/requestAt';
import { markedFile, type EditorSource } from './editorSource';
import { functionsOf } from './functionsOf';
import { verdictLenses } from './verdictLenses';

/** A lens above each function that runs it, if a setting asks for it. */
export class FunctionLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly source: EditorSource) {
    const files = languageIds.map((language) => ({ language, scheme: 'file' }));
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.languages.registerCodeLensProvider(files, this),
      source.onDidChange(() => this.#changed.fire()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.${settingNames.functionLenses}`)) {
          this.#changed.fire();
        }
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** None where a lens that runs the same is already: a verdict's, a test's. */
  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!readFunctionLenses() || !vscode.workspace.isTrusted) {
      return [];
    }
    const taken = new Set([
      ...(readCodeLens() ? verdictLenses(markedFile(document), this.source, true) : []).map(
        ({ line }) => line - 1,
      ),
      ...testsIn(document.getText()).map(({ line }) => line - 1),
    ]);
    const functions = functionsOf(await symbolsOf(document.uri));
    return functions
      .filter(({ selectionRange }) => !taken.has(selectionRange.start.line))
      .map(({ selectionRange }) => runLens(document.uri, selectionRange.start));
  }
}

async function symbolsOf(uri: vscode.Uri): Promise<readonly vscode.DocumentSymbol[]> {
  const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  return symbols ?? [];
}

function runLens(uri: vscode.Uri, position: vscode.Position): vscode.CodeLens {
  const place: RunPlace = { uri, position };
  return new vscode.CodeLens(new vscode.Range(position, position), {
    title: vscode.l10n.t('Run Leak Loop'),
    command: commandIds.runAtCursor,
    arguments: [place],
  });
}
