import * as vscode from 'vscode';
import { contextKeys } from '../ids';
import type { Translate } from '../language';
import { plainText } from '../plainText';
import {
  causeOrders,
  plainArrangement,
  type CauseArrangement,
  type CauseOrder,
} from './causeArrangement';

const stateKey = 'leakLoop.arrangement';

/** How causes are sorted and filtered in this workspace, remembered with it; asks for changes. */
export class ArrangementCommands implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly memento: vscode.Memento) {
    this.#showWhetherFiltered();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get arrangement(): CauseArrangement {
    return { ...plainArrangement, ...this.memento.get<Partial<CauseArrangement>>(stateKey) };
  }

  async sort(): Promise<void> {
    const { order: present } = this.arrangement;
    const items = causeOrders.map((order) => ({
      label: orderText(order, vscode.l10n.t),
      description: order === present ? vscode.l10n.t('as now') : '',
      order,
    }));
    const title = vscode.l10n.t('Sort causes by');
    const picked = await vscode.window.showQuickPick(items, { title });
    if (picked !== undefined) await this.set({ order: picked.order });
  }

  async filter(): Promise<void> {
    const filter = await vscode.window.showInputBox({
      title: vscode.l10n.t('Show causes with'),
      prompt: vscode.l10n.t(
        'Words of the holder, the type, the chain or a file name. Empty: every cause.',
      ),
      value: this.arrangement.filter,
    });
    if (filter !== undefined) await this.set({ filter: filter.trim() });
  }

  async set(change: Partial<CauseArrangement>): Promise<void> {
    await this.memento.update(stateKey, { ...this.arrangement, ...change });
    this.#showWhetherFiltered();
    this.#changed.fire();
  }

  #showWhetherFiltered(): void {
    const hasFilter = this.arrangement.filter !== '';
    void vscode.commands.executeCommand('setContext', contextKeys.hasFilter, hasFilter);
  }
}

/** What stands beside the view's title; undefined where everything is shown as in the report. */
export function arrangementText(
  { order, filter }: CauseArrangement,
  t: Translate,
): string | undefined {
  if (filter !== '') return t('with “{0}”', plainText(filter, 40));
  return order === plainArrangement.order ? undefined : t('by {0}', orderText(order, t));
}

function orderText(order: CauseOrder, t: Translate): string {
  switch (order) {
    case 'bytes':
      return t('bytes per call');
    case 'objects':
      return t('objects per call');
    case 'name':
      return t('name');
  }
}
