import * as vscode from 'vscode';
import { Baseline } from '../../checks/baseline';
import { checkResultOf } from '../../checks/checkResultOf';
import { checkName } from '../../core/report/checkName';
import { checkOutcome } from '../../core/report/checkOutcome';
import type { CheckResult } from '../../core/report/checkResult';
import { formatCheck } from '../../core/report/formatCheck';
import type { Location } from '../../core/report/report';
import { UserError } from '../../errors';
import { checkMessages, type CheckMessage } from './checkMessages';
import type { FunctionResult } from '../leaksView/functionResult';
import { plainLine } from '../plainText';
import { readBaseline } from '../readSettings';
import type { RunOutcome } from '../run/runs';
import { inEditor, messageOf } from '../inEditor';

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
        messages: [toTestMessage(messageAt(uri, messageOf(outcome.failure, vscode.l10n.t)))],
        output: outputOf(resultAt(uri, { failure: outcome.failure })),
      };
    case 'report':
      return judgeReport(outcome.result, uri);
  }
}

/** What the committed baseline accepts passes, with the reasons that it gives. */
function judgeReport(result: FunctionResult, uri: vscode.Uri): CheckJudgement {
  const { report } = result;
  let check: CheckResult;
  try {
    const file = readBaseline(uri);
    const found = resultAt(uri, { report });
    check = file === undefined ? found : Baseline.read(file).accept(found);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      state: 'errored',
      messages: [toTestMessage(messageAt(uri, inEditor(error.sentence, vscode.l10n.t)))],
    };
  }
  const verdict = checkOutcome(check);
  const isBad = verdict === 'leak' || verdict === 'unclear';
  return {
    state: verdict === 'leak' ? 'failed' : verdict === 'unclear' ? 'errored' : 'passed',
    messages: isBad ? checkMessages(result, vscode.l10n.t).map(toTestMessage) : [],
    millis: report.durationMillis,
    output: outputOf(check),
  };
}

function messageAt({ fsPath }: vscode.Uri, text: string): CheckMessage {
  return { text: plainLine(text, 2000), location: { file: fsPath, line: 1, column: 1 }, stack: [] };
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

function resultAt(uri: vscode.Uri, outcome: Parameters<typeof checkResultOf>[3]): CheckResult {
  const { fsPath } = uri;
  return checkResultOf(fsPath, checkName(fsPath), folderOf(uri) ?? '/', outcome);
}

function outputOf(check: CheckResult): string {
  return formatCheck(check, { color: true }).replaceAll('\n', '\r\n');
}

function folderOf(uri: vscode.Uri): string | undefined {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath;
}
