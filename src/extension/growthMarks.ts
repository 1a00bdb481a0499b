import * as vscode from 'vscode';
import { ownLocation } from '../core/report/describeCause';
import { growthText } from './describeCauseNode';
import type { LeaksState } from './leaksState';

/**
 * Marks the lines that add to a leak in the editor: muted text behind the line and a mark in the
 * overview ruler. An edit takes a file's marks away until the next run: they would be older than the text.
 */
export class GrowthMarks implements vscode.Disposable {
  readonly #mark = vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em', color: new vscode.ThemeColor('editorCodeLens.foreground') },
    overviewRulerColor: new vscode.ThemeColor('list.errorForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
  });
  /** Files edited since the marks were made. */
  readonly #edited = new Set<string>();
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly state: LeaksState) {
    this.#subscriptions = vscode.Disposable.from(
      this.#mark,
      state.onDidChange((change) => change === 'rows' && this.#renew()),
      vscode.window.onDidChangeVisibleTextEditors((editors) => this.#show(editors)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#forget(event)),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #renew(): void {
    this.#edited.clear();
    this.#show(vscode.window.visibleTextEditors);
  }

  #forget({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const { fsPath } = document.uri;
    if (
      contentChanges.length > 0 &&
      !this.#edited.has(fsPath) &&
      this.#marksIn(document).length > 0
    ) {
      this.#edited.add(fsPath);
      this.#show(vscode.window.visibleTextEditors);
    }
  }

  #show(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) {
      editor.setDecorations(this.#mark, this.#marksIn(editor.document));
    }
  }

  #marksIn(document: vscode.TextDocument): vscode.DecorationOptions[] {
    const { uri } = document;
    if (uri.scheme !== 'file' || this.#edited.has(uri.fsPath)) {
      return [];
    }
    return this.state.results.flatMap(({ report }) =>
      report.suspects.flatMap((suspect) => {
        const place = suspect.growthSite === undefined ? undefined : ownLocation(suspect);
        if (place?.file !== uri.fsPath || place.line > document.lineCount) {
          return [];
        }
        const { range } = document.lineAt(place.line - 1);
        const contentText = `◂ ${vscode.l10n.t('adds {0}', growthText(suspect, vscode.l10n.t))}`;
        return [{ range, renderOptions: { after: { contentText } } }];
      }),
    );
  }
}
