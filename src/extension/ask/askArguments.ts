import * as vscode from 'vscode';
import { countText } from '../language';
import { checkExpression } from '../leakChecks/checkExpression';

/**
 * Asks for the arguments of one call, and says what a run costs before it starts.
 *
 * @returns '' for none; undefined when cancelled
 */
export function askArguments(
  functionTitle: string,
  current: string,
  limits: { readonly maxCalls: number; readonly timeBudget: number },
): Thenable<string | undefined> {
  const { t } = vscode.l10n;
  return vscode.window.showInputBox({
    title: t('Arguments of one call to {0}', functionTitle),
    value: current,
    placeHolder: '["user" + i, { retries: 3 }]',
    prompt: t(
      "A JavaScript array, made anew for each call; i is the call's number. Empty: no arguments. Enter runs it: up to {0} calls or {1} s, whichever comes first; side effects happen that often.",
      countText(limits.maxCalls, t),
      limits.timeBudget,
    ),
    ignoreFocusOut: true,
    validateInput: (value) => {
      const problem = checkExpression(value);
      return problem === undefined
        ? undefined
        : t('This is not a JavaScript expression: {0}', problem);
    },
  });
}
