import * as vscode from 'vscode';
import type { FunctionChoice } from '../../errors';
import { orderChoices } from './orderChoices';
import { plainText } from '../plainText';
import { costSentence } from '../run/costText';
import { limitsOf } from '../run/limitsOf';
import { isAttach, positionOf, wholeFile, withCall, type RunRequest } from '../run/runRequest';

/** Which function of a file, or all of it, where none was at the place asked for; undefined where none is chosen. */
export async function askFunction(
  request: RunRequest,
  choices: readonly FunctionChoice[],
): Promise<RunRequest | undefined> {
  const cursorLine = positionOf(request)?.line ?? 1;
  const functions = orderChoices(choices, cursorLine).map(({ name, line, column }) => ({
    label: plainText(name, 100),
    description: vscode.l10n.t('line {0}', line),
    request: withCall(request, { function: `${line}:${column}` }),
  }));
  const file = {
    label: vscode.l10n.t('The whole file'),
    description: vscode.l10n.t('run again and again'),
    request: wholeFile(request),
  };
  const picked = await vscode.window.showQuickPick(
    isAttach(request) ? functions : [...functions, file],
    {
      title: vscode.l10n.t('Which function should be looped?'),
      placeHolder: costSentence(limitsOf(request), vscode.l10n.t),
      matchOnDescription: true,
    },
  );
  return picked?.request;
}
