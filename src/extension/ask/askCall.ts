import * as vscode from 'vscode';
import { countText } from '../language';

export type CallChoice = 'none' | 'arguments' | 'capture';

interface Item extends vscode.QuickPickItem {
  readonly choice: CallChoice;
}

/**
 * Asks how a function is to be called that needs arguments, where nothing is remembered of it, and says what
 * a run costs before it starts.
 *
 * @param parameters those that a call cannot leave out
 * @returns undefined when cancelled
 */
export async function askCall(
  parameters: readonly string[],
  limits: { readonly maxCalls: number; readonly timeBudget: number },
  mayCapture: boolean,
): Promise<CallChoice | undefined> {
  const { t } = vscode.l10n;
  const items: Item[] = [
    { choice: 'none', label: t('$(play) Without Arguments') },
    {
      choice: 'arguments',
      label: t('$(edit) Enter Arguments…'),
      description: parameters.join(', '),
    },
    ...(mayCapture
      ? [{ choice: 'capture' as const, label: t('$(record) As the Next Real Call Is Made') }]
      : []),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: t('How should one call be made?'),
    placeHolder: t(
      'Up to {0} calls or {1} s, with side effects each time. The choice is remembered.',
      countText(limits.maxCalls, t),
      limits.timeBudget,
    ),
    ignoreFocusOut: true,
  });
  return picked?.choice;
}
