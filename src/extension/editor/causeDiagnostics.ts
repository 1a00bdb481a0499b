import * as vscode from 'vscode';
import type { Location } from '../../core/report/report';
import { settingNames, settingsSection } from '../ids';
import { causeProblems, type CauseProblem } from './causeProblems';
import type { EditorSource } from './editorSource';
import { groupBy } from '../../core/groupBy';

/** Lists each cause in the Problems view, with its chain as related information. */
export class CauseDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('leak-loop');
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly source: EditorSource) {
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      source.onDidChange(() => this.#renew()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.${settingNames.diagnosticSeverity}`)) {
          this.#renew();
        }
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #renew(): void {
    const severity = readSeverity();
    const problems = severity === undefined ? [] : causeProblems(this.source);
    const byFile = groupBy(problems, ({ file }) => file);
    this.#collection.clear();
    for (const [file, same] of byFile) {
      const diagnostics = same.map((problem) => toDiagnostic(problem, severity!));
      this.#collection.set(vscode.Uri.file(file), diagnostics);
    }
  }
}

/** What is older than the file is no more than information: nobody knows whether it still holds. */
function toDiagnostic(
  problem: CauseProblem,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const { line, column, endColumn, message, isOld, related } = problem;
  const range = new vscode.Range(line - 1, column - 1, line - 1, endColumn - 1);
  const isLowered = isOld && severity < vscode.DiagnosticSeverity.Information;
  const shown = isLowered ? vscode.DiagnosticSeverity.Information : severity;
  const diagnostic = new vscode.Diagnostic(range, message, shown);
  diagnostic.source = 'Leak Loop';
  diagnostic.relatedInformation = related
    .filter(({ location }) => !location.file.startsWith('node:'))
    .map(
      (each) => new vscode.DiagnosticRelatedInformation(toLocation(each.location), each.message),
    );
  return diagnostic;
}

function toLocation({ file, line, column }: Location): vscode.Location {
  return new vscode.Location(vscode.Uri.file(file), new vscode.Position(line - 1, column - 1));
}

/** Undefined: none are wanted. */
function readSeverity(): vscode.DiagnosticSeverity | undefined {
  const section = vscode.workspace.getConfiguration(settingsSection);
  const name = section.get<string>(settingNames.diagnosticSeverity) ?? 'warning';
  return name === 'off' ? undefined : (severities[name] ?? vscode.DiagnosticSeverity.Warning);
}

const severities: Readonly<Record<string, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};
