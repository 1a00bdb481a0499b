import * as vscode from 'vscode';
import { countText } from '../language';
import { plainText } from '../plainText';
import type { RunCost } from '../run/costText';
import type { RememberedArguments } from '../run/rememberedExpressions';
import { withoutIcons } from '../withoutIcons';

export type CallChoice =
  | { readonly kind: 'given'; readonly callArguments: string }
  /** The arguments are to be asked for. */
  | { readonly kind: 'enter' }
  | { readonly kind: 'capture' };

interface Item extends vscode.QuickPickItem {
  readonly choice: CallChoice;
}

export interface AskedCall {
  /** Those that a call cannot leave out. */
  readonly parameters: readonly string[];
  /** With what other functions of the file were called, the last first. */
  readonly lastCalls: readonly RememberedArguments[];
  readonly mayCapture: boolean;
}

/**
 * Asks how a function is to be called that needs arguments, where nothing is remembered of it, and says what
 * a run costs before it starts.
 *
 * @returns undefined when cancelled
 */
export async function askCall(
  { parameters, lastCalls, mayCapture }: AskedCall,
  { maxCalls, timeBudget }: RunCost,
): Promise<CallChoice | undefined> {
  const { t } = vscode.l10n;
  const items: Item[] = [
    {
      choice: { kind: 'enter' },
      label: t('$(edit) Enter Arguments…'),
      description: parameters.join(', '),
    },
    ...lastCalls.map(itemOf),
    ...(mayCapture
      ? [
          {
            choice: { kind: 'capture' as const },
            label: t('$(record) As the Next Real Call Is Made'),
          },
        ]
      : []),
    // the last: it has parameters that cannot be left out
    { choice: { kind: 'given', callArguments: '[]' }, label: t('$(play) Without Arguments') },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: t('How should one call be made?'),
    placeHolder: t(
      'Up to {0} calls or {1} s, with side effects each time. The choice is remembered.',
      countText(maxCalls, t),
      timeBudget,
    ),
    ignoreFocusOut: true,
  });
  return picked?.choice;
}

function itemOf({ path, expression }: RememberedArguments): Item {
  return {
    choice: { kind: 'given', callArguments: expression },
    label: `$(history) ${withoutIcons(plainText(expression, 80))}`,
    description: vscode.l10n.t('as {0} was called last', withoutIcons(plainText(path, 80))),
  };
}
