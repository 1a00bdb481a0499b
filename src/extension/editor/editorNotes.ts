import * as vscode from 'vscode';
import { editorMarks, markKinds, type MarkKind } from './editorMarks';
import { markedFile, type EditorSource } from './editorSource';
import { lineNotes } from './lineNotes';

/**
 * Writes muted text behind the lines that a cause is about and marks them in the overview ruler. What
 * is older than the file is dimmed and leaves the ruler.
 */
export class EditorNotes implements vscode.Disposable {
  readonly #current: Readonly<Record<MarkKind, vscode.TextEditorDecorationType>> = {
    growth: currentNote('editorOverviewRuler.errorForeground'),
    holder: currentNote('editorOverviewRuler.warningForeground'),
    allocation: currentNote('editorOverviewRuler.infoForeground'),
  };
  readonly #old = vscode.window.createTextEditorDecorationType({
    after: note('disabledForeground', 'italic'),
  });
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly source: EditorSource) {
    this.#subscriptions = vscode.Disposable.from(
      ...Object.values(this.#current),
      this.#old,
      source.onDidChange(() => this.#show(vscode.window.visibleTextEditors)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => this.#show(editors)),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #show(editors: readonly vscode.TextEditor[]): void {
    editors
      .filter(({ document }) => document.uri.scheme === 'file')
      .forEach((editor) => {
        const { document } = editor;
        const notes = lineNotes(editorMarks(markedFile(document), this.source), this.source.t);
        const optionsOf = (shown: typeof notes) =>
          shown.map(({ line, text }): vscode.DecorationOptions => {
            const { range } = document.lineAt(line - 1);
            return { range, renderOptions: { after: { contentText: text } } };
          });
        for (const kind of markKinds) {
          const shown = notes.filter((each) => !each.isOld && each.kind === kind);
          editor.setDecorations(this.#current[kind], optionsOf(shown));
        }
        editor.setDecorations(this.#old, optionsOf(notes.filter(({ isOld }) => isOld)));
      });
  }
}

function currentNote(rulerColor: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    after: note('editorCodeLens.foreground'),
    overviewRulerColor: new vscode.ThemeColor(rulerColor),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
  });
}

function note(
  color: string,
  fontStyle = 'normal',
): vscode.ThemableDecorationAttachmentRenderOptions {
  return { margin: '0 0 0 2em', color: new vscode.ThemeColor(color), fontStyle };
}
