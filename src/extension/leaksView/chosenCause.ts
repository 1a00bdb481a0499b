import * as vscode from 'vscode';
import { causeOf, causesIn } from '../growthView/causesIn';
import { describeCause } from './describeCauseNode';
import type { CauseNode, LeakNode } from './leakNode';
import type { LeaksState } from './leaksState';
import type { LeaksView } from './leaksView';
import { tell } from '../tell';

/** Which causes a command can do something with. */
export type CauseFilter = (node: CauseNode) => boolean;

/**
 * The cause that a command is about: of its row, else of the row that is selected in the view, as the palette and
 * keys have no row; where that is none that fits, the only one of the results, or the one that is picked.
 */
export async function chosenCause(
  row: LeakNode | undefined,
  { state, view }: { readonly state: LeaksState; readonly view: Pick<LeaksView, 'selection'> },
  fits: CauseFilter = () => true,
): Promise<CauseNode | undefined> {
  const selected = causeOf(row ?? view.selection);
  if (selected !== undefined && fits(selected)) return selected;
  const all = state.results.flatMap((result) => causesIn(result, vscode.l10n.t)).filter(fits);
  if (all.length === 0) tell(nothingFits());
  if (all.length < 2) return all[0];
  const items = all.map((node) => {
    const { label, description = '' } = describeCause(node, vscode.l10n.t);
    return { label, description, node };
  });
  const title = vscode.l10n.t('Which cause?');
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.node;
}

function nothingFits(): string {
  return vscode.l10n.t('There is no cause in the Leaks view that this can be done with.');
}
