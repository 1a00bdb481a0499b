import * as vscode from 'vscode';
import type { ReceiverChoice } from '../../errors';
import { checkExpression } from '../leakChecks/checkExpression';
import { plainText } from '../plainText';

interface Item extends vscode.QuickPickItem {
  readonly expression?: string;
}

/**
 * Asks which object a method is called on: one of those that are alive, or what an expression makes.
 *
 * @returns '' for none; undefined when cancelled
 */
export async function askReceiver(
  functionTitle: string,
  current: string,
  choices: readonly ReceiverChoice[],
): Promise<string | undefined> {
  if (choices.length === 0) {
    return askExpression(functionTitle, current);
  }
  const picked = await vscode.window.showQuickPick(itemsOf(choices), {
    title: vscode.l10n.t('On which object should {0} be called?', functionTitle),
    placeHolder: vscode.l10n.t('Several are alive. The choice is remembered for this function.'),
    matchOnDescription: true,
  });
  return picked === undefined || picked.expression !== undefined
    ? picked?.expression
    : askExpression(functionTitle, current);
}

function itemsOf(choices: readonly ReceiverChoice[]): Item[] {
  return [
    ...choices.map(({ expression, variable, holds }) => ({
      label: plainText(variable ?? expression, 100),
      description: plainText(holds, 200),
      expression,
    })),
    { label: vscode.l10n.t('$(edit) Enter an Expression…'), alwaysShow: true },
  ];
}

function askExpression(functionTitle: string, current: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Object (this) that {0} is called on', functionTitle),
    value: current,
    placeHolder: 'new exports.Pool({ size: 2 })',
    prompt: vscode.l10n.t(
      'A JavaScript expression, evaluated once in the process: exports is what the file exports, require its require, instances the objects that are alive. Empty: none.',
    ),
    ignoreFocusOut: true,
    validateInput: (value) => {
      const problem = checkExpression(value);
      return problem === undefined
        ? undefined
        : vscode.l10n.t('This is not a JavaScript expression: {0}', problem);
    },
  });
}
