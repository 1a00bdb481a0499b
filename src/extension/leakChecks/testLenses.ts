import * as vscode from 'vscode';
import { testsIn } from '../../core/source/testAtCursor';
import { findTestRunner, importedRunner, isTestOf } from '../../runners/findTestRunner';
import { commandIds, languageIds, settingNames, settingsSection } from '../ids';
import { readCodeLens } from '../readSettings';
import type { RunPlace } from '../run/requestAt';

/** A lens above each test that Leak Loop can loop, by the runner that the file's project has for it. */
export class TestLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    const files = languageIds.map((language) => ({ language, scheme: 'file' }));
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.languages.registerCodeLensProvider(files, this),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.${settingNames.codeLens}`)) {
          this.#changed.fire();
        }
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!readCodeLens() || !vscode.workspace.isTrusted) {
      return [];
    }
    const { uri } = document;
    const text = document.getText();
    const tests = testsIn(text);
    if (tests.length === 0) {
      return [];
    }
    const project = await findTestRunner(uri.fsPath, text);
    // names alone tell little: `pattern.test(…)` and `runTest(…)` stand in files of every kind
    const hasTests =
      importedRunner(text) !== undefined || (project && isTestOf(project, uri.fsPath));
    if (project === undefined || !hasTests) {
      return [];
    }
    return tests.map(({ line, column }) => {
      const position = new vscode.Position(line - 1, column - 1);
      const place: RunPlace = { uri, position };
      return new vscode.CodeLens(new vscode.Range(position, position), {
        title: vscode.l10n.t('Run Leak Loop'),
        command: commandIds.runAtCursor,
        arguments: [place],
      });
    });
  }
}
