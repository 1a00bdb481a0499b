import * as vscode from 'vscode';
import { countText } from '../language';
import { checkArguments } from '../leakChecks/checkExpression';

export interface AskedRun {
  readonly maxCalls: number;
  /** Seconds. */
  readonly timeBudget: number;
  /** Those that a call cannot leave out, as they are written: what the array has to have in it. */
  readonly parameters: readonly string[];
}

/**
 * Asks for the arguments of one call, and says what a run costs before it starts.
 *
 * @returns '' for none; undefined when cancelled
 */
export function askArguments(
  functionTitle: string,
  current: string,
  { maxCalls, timeBudget, parameters }: AskedRun,
): Thenable<string | undefined> {
  const { t } = vscode.l10n;
  return vscode.window.showInputBox({
    title: t('Arguments of one call to {0}', functionTitle),
    value: current,
    placeHolder:
      parameters.length > 0 ? `[${parameters.join(', ')}]` : '["user" + i, { retries: 3 }]',
    prompt: t(
      "A JavaScript array, made anew for each call; i is the call's number. Empty: no arguments. Enter runs it: up to {0} calls or {1} s, whichever comes first; side effects happen that often.",
      countText(maxCalls, t),
      timeBudget,
    ),
    ignoreFocusOut: true,
    validateInput: (value) => checkArguments(value, t),
  });
}
