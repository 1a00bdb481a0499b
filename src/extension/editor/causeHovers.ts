import * as vscode from 'vscode';
import { editorMarks } from './editorMarks';
import { markedFile, type EditorSource } from './editorSource';
import { hoverCommands, hoverText } from './hoverText';

/** Shows the chain of the causes that a line is about where it is pointed at. */
export class CauseHovers implements vscode.HoverProvider, vscode.Disposable {
  readonly #subscription: vscode.Disposable;

  constructor(private readonly source: EditorSource) {
    // of every language: source maps lead to files of many
    this.#subscription = vscode.languages.registerHoverProvider({ scheme: 'file' }, this);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  provideHover(document: vscode.TextDocument, { line }: vscode.Position): vscode.Hover | undefined {
    const marks = editorMarks(markedFile(document), this.source).filter(
      (mark) => mark.line === line + 1,
    );
    if (marks.length === 0) {
      return undefined;
    }
    const text = hoverText(marks, vscode.workspace.isTrusted, this.source.t);
    const markdown = new vscode.MarkdownString(text);
    markdown.isTrusted = { enabledCommands: hoverCommands };
    return new vscode.Hover(markdown, document.lineAt(line).range);
  }
}
