import * as vscode from 'vscode';
import type { LeaksState } from '../leaksView/leaksState';
import type { MarkedFile, MarkSource } from './editorMarks';
import { ResultEdits } from './resultEdits';

/** The results as the editor shows them: with what was edited since. */
export class EditorSource implements MarkSource, vscode.Disposable {
  readonly edits: ResultEdits;
  readonly t = vscode.l10n.t;
  readonly #changed = new vscode.EventEmitter<void>();
  /** What is shown may be different now. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly state: LeaksState) {
    this.edits = new ResultEdits(state);
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.edits,
      state.onDidChange((change) => change === 'rows' && this.#changed.fire()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const isFile = document.uri.scheme === 'file';
        if (isFile && this.edits.record(document.uri.fsPath, contentChanges)) this.#changed.fire();
      }),
    );
  }

  get results(): LeaksState['results'] {
    return this.state.results;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

export function markedFile(document: vscode.TextDocument): MarkedFile {
  return {
    file: document.uri.fsPath,
    lineText: (line) => (line <= document.lineCount ? document.lineAt(line - 1).text : undefined),
  };
}
