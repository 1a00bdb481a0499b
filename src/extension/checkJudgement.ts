import * as vscode from 'vscode';
import { checkResultOf } from '../checks/checkResultOf';
import { checkName } from '../core/report/checkName';
import { checkOutcome } from '../core/report/checkOutcome';
import { formatCheck } from '../core/report/formatCheck';
import type { Location } from '../core/report/report';
import { checkMessages, type CheckMessage } from './checkMessages';
import { plainText } from './plainText';
import type { RunOutcome } from './runs';

/** What the Testing view is told of a check. */
export interface CheckJudgement {
  readonly state: 'passed' | 'failed' | 'errored' | 'skipped';
  readonly messages: readonly vscode.TestMessage[];
  readonly millis?: number;
  /** For the terminal of the Testing view. */
  readonly output?: string;
}

/** As `leak-loop check` judges it: what is unclear or could not be measured is an error, never a pass. */
export function judgeCheck(outcome: RunOutcome, uri: vscode.Uri): CheckJudgement {
  switch (outcome.kind) {
    case 'stopped':
      return { state: 'skipped', messages: [] };
    case 'failed':
      return {
        state: 'errored',
        messages: [toTestMessage(messageAt(uri, outcome.failure.message))],
        output: outputOf(uri, { failure: outcome.failure }),
      };
    case 'report': {
      const { result } = outcome;
      const { report } = result;
      const verdict = checkOutcome({ file: uri.fsPath, cwd: '', name: '', report });
      return {
        state: verdict === 'leak' ? 'failed' : verdict === 'unclear' ? 'errored' : 'passed',
        messages:
          verdict === 'leak' || verdict === 'unclear'
            ? checkMessages(result, vscode.l10n.t, folderOf(uri)).map(toTestMessage)
            : [],
        millis: report.durationMillis,
        output: outputOf(uri, { report }),
      };
    }
  }
}

function messageAt({ fsPath }: vscode.Uri, text: string): CheckMessage {
  return { text: plainText(text, 2000), location: { file: fsPath, line: 1, column: 1 }, stack: [] };
}

function toTestMessage({ text, location, stack }: CheckMessage): vscode.TestMessage {
  const message = new vscode.TestMessage(text);
  message.location = toLocation(location);
  message.stackTrace = stack.map(({ label, location: place }) => {
    const { uri, range } = (place && toLocation(place)) ?? {};
    return new vscode.TestMessageStackFrame(label, uri, range?.start);
  });
  return message;
}

function toLocation({ file, line, column }: Location): vscode.Location {
  return new vscode.Location(vscode.Uri.file(file), new vscode.Position(line - 1, column - 1));
}

function outputOf(uri: vscode.Uri, outcome: Parameters<typeof checkResultOf>[3]): string {
  const { fsPath } = uri;
  const result = checkResultOf(fsPath, checkName(fsPath), folderOf(uri) ?? '/', outcome);
  return formatCheck(result, { color: true }).replaceAll('\n', '\r\n');
}

function folderOf(uri: vscode.Uri): string | undefined {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath;
}
