import * as vscode from 'vscode';
import { arrangementText, type ArrangementCommands } from './arrangementCommands';
import { contextKeys, viewIds } from '../ids';
import { rootNodes } from './leakChildren';
import { openCauses } from './functionResult';
import type { LeakNode } from './leakNode';
import type { LeaksState } from './leaksState';
import type { LeaksTreeProvider } from './leaksTreeProvider';
import { causeCount } from '../language';
import { plainText } from '../plainText';
import { progressText } from '../run/progressText';
import { readRevealView } from '../readSettings';
import { messageOf } from '../inEditor';

/** The Leaks view around its tree: message, badge, context keys, what is revealed. */
export class LeaksView implements vscode.Disposable {
  readonly #view: vscode.TreeView<LeakNode>;
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly state: LeaksState,
    private readonly provider: LeaksTreeProvider,
    private readonly causes: Pick<ArrangementCommands, 'arrangement' | 'onDidChange'>,
  ) {
    this.#view = vscode.window.createTreeView(viewIds.leaks, { treeDataProvider: provider });
    this.#subscriptions = vscode.Disposable.from(
      this.#view,
      state.onDidChange(() => this.#update()),
      causes.onDidChange(() => this.#describe()),
    );
    this.#describe();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  get isVisible(): boolean {
    return this.#view.visible;
  }

  /** What is selected, if anything. */
  get selection(): LeakNode | undefined {
    return this.#view.selection[0];
  }

  get onDidChangeVisibility(): vscode.Event<vscode.TreeViewVisibilityChangeEvent> {
    return this.#view.onDidChangeVisibility;
  }

  get onDidChangeSelection(): vscode.Event<vscode.TreeViewSelectionChangeEvent<LeakNode>> {
    return this.#view.onDidChangeSelection;
  }

  /** Selects a row and scrolls to it; the focus stays where it is. */
  async select(node: LeakNode): Promise<void> {
    await this.#view.reveal(node, { select: true, focus: false });
  }

  /** Brings the view to the front without taking the focus from the editor. */
  async show(): Promise<void> {
    if (!this.#view.visible && readRevealView()) {
      await vscode.commands.executeCommand(`${viewIds.leaks}.focus`, { preserveFocus: true });
    }
  }

  /** Selects a function's first cause, so that Enter or a click is all that is left to do. */
  async revealFirstCause(resultKey: string): Promise<void> {
    const root = rootNodes(this.state).find((node) => node.id === resultKey);
    if (root === undefined || !this.#view.visible) {
      return;
    }
    const first = this.provider.getChildren(root).find(({ kind }) => kind === 'cause') ?? root;
    await this.#view.reveal(first, { select: true, focus: false, expand: true });
  }

  /** That causes are left out, or in another order, is seen without opening a menu. */
  #describe(): void {
    const text = arrangementText(this.causes.arrangement, vscode.l10n.t);
    this.#view.description = text ?? '';
  }

  #update(): void {
    const { running, failure, results } = this.state;
    this.#view.message =
      running === undefined
        ? failure === undefined
          ? ''
          : plainText(messageOf(failure, vscode.l10n.t), 2000)
        : progressText(running, vscode.l10n.t);
    this.#updateBadge();
    void setContext(contextKeys.running, running !== undefined);
    void setContext(contextKeys.hasResults, results.length > 0 || failure !== undefined);
  }

  #updateBadge(): void {
    const causes = this.state.results.reduce((sum, each) => sum + openCauses(each).length, 0);
    this.#view.badge =
      causes === 0 ? undefined : { value: causes, tooltip: causeCount(causes, vscode.l10n.t) };
  }
}

function setContext(key: string, value: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', key, value);
}
