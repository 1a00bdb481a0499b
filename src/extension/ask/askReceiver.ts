import * as vscode from 'vscode';
import type { ReceiverChoice } from '../../errors';
import { checkExpression } from '../leakChecks/checkExpression';
import { countText } from '../language';
import { plainText } from '../plainText';
import type { RunCost } from '../run/costText';

interface Item extends vscode.QuickPickItem {
  readonly expression?: string;
}

export interface AskedReceiver extends RunCost {
  /** What it was until now, or else what makes one. */
  readonly current: string;
  readonly choices: readonly ReceiverChoice[];
}

/**
 * Asks which object a method is called on: one of those that are alive, or what an expression makes. Says what
 * a run costs before it starts.
 *
 * @returns '' for none; undefined when cancelled
 */
export async function askReceiver(
  functionTitle: string,
  asked: AskedReceiver,
): Promise<string | undefined> {
  if (asked.choices.length === 0) {
    return askExpression(functionTitle, asked);
  }
  const { t } = vscode.l10n;
  const picked = await vscode.window.showQuickPick(itemsOf(asked.choices), {
    title: t('On which object should {0} be called?', functionTitle),
    placeHolder: t(
      'Several are alive. Up to {0} calls or {1} s, with side effects each time. The choice is remembered.',
      countText(asked.maxCalls, t),
      asked.timeBudget,
    ),
    matchOnDescription: true,
  });
  return picked === undefined || picked.expression !== undefined
    ? picked?.expression
    : askExpression(functionTitle, asked);
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

/** Of what makes an object, what a constructor may need: the place between the parentheses. */
function argumentsIn(expression: string): Pick<vscode.InputBoxOptions, 'valueSelection'> {
  const between = expression.length - 1;
  return expression.endsWith('()') ? { valueSelection: [between, between] } : {};
}

function askExpression(
  functionTitle: string,
  { current, maxCalls, timeBudget }: AskedReceiver,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Object (this) that {0} is called on', functionTitle),
    value: current,
    ...argumentsIn(current),
    placeHolder: 'new exports.Pool({ size: 2 })',
    prompt: vscode.l10n.t(
      'A JavaScript expression, evaluated once in the process: exports is what the file exports, require its require, instances the objects that are alive. Empty: none. Enter runs it: up to {0} calls or {1} s, whichever comes first; side effects happen that often.',
      countText(maxCalls, vscode.l10n.t),
      timeBudget,
    ),
    ignoreFocusOut: true,
    validateInput: (value) => checkExpression(value, vscode.l10n.t),
  });
}
