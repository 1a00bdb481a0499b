import * as vscode from 'vscode';
import { arrangementText, type ArrangementCommands } from './arrangementCommands';
import { contextKeys, viewIds } from '../ids';
import { rootNodes } from './leakChildren';
import { openCauses, type FunctionResult } from './functionResult';
import { headingText } from './describeResult';
import type { CauseNode, LeakNode } from './leakNode';
import type { LeaksState } from './leaksState';
import type { LeaksTreeProvider } from './leaksTreeProvider';
import { causeCount } from '../language';
import { resultOf } from './resultOf';
import { plainLine, plainText } from '../plainText';
import { progressText } from '../run/progressText';
import { readRevealView } from '../readSettings';
import { dotted } from './rowDescription';
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
  async select(node: LeakNode, options: { readonly expand?: true } = {}): Promise<void> {
    await this.#view.reveal(node, { select: true, focus: false, ...options });
  }

  /** Brings the view to the front without taking the focus from the editor. */
  async show(): Promise<void> {
    if (!this.#view.visible && readRevealView()) {
      await vscode.commands.executeCommand(`${viewIds.leaks}.focus`, { preserveFocus: true });
    }
  }

  /**
   * Leads to what a run found. Of a function that was run before, rows stay selected and expanded as they are,
   * unless what comes first is new.
   */
  async presentResult({ key, changes }: FunctionResult): Promise<void> {
    const rows = this.#rowsOf(key);
    if (rows === undefined || resultOf(this.selection)?.key === key) return;
    const { root, first } = rows;
    const change = first && changes.get(first.suspect.fingerprint);
    const isKnown = change !== undefined && change !== 'new';
    await (isKnown
      ? this.#view.reveal(root, { select: false, focus: false })
      : this.select(first ?? root, { expand: true }));
  }

  /** Selects a function's first cause, so that Enter or a click is all that is left to do. */
  async revealFirstCause(resultKey: string): Promise<void> {
    const rows = this.#rowsOf(resultKey);
    if (rows !== undefined) await this.select(rows.first ?? rows.root, { expand: true });
  }

  /** Undefined where they are not to be seen. */
  #rowsOf(resultKey: string): { root: LeakNode; first: CauseNode | undefined } | undefined {
    const root = rootNodes(this.state).find((node) => node.id === resultKey);
    if (root === undefined || !this.#view.visible) return undefined;
    const first = this.provider.getChildren(root).find((node) => node.kind === 'cause');
    return { root, first };
  }

  /** What is shown is seen without a look at the rows; first, that causes are left out, or in another order. */
  #describe(): void {
    const { failure, results } = this.state;
    const [newest] = failure === undefined ? results : [];
    this.#view.description = dotted([
      arrangementText(this.causes.arrangement, vscode.l10n.t),
      newest && headingText(newest, vscode.l10n.t),
    ]);
  }

  #update(): void {
    const { running, failures, results } = this.state;
    this.#view.message =
      running === undefined ? this.#lastEnd() : progressText(running, vscode.l10n.t);
    this.#describe();
    this.#updateBadge();
    void setContext(contextKeys.running, running !== undefined);
    void setContext(contextKeys.hasResults, results.length > 0 || failures.length > 0);
  }

  /** What no row, or not all of its first row, can say. */
  #lastEnd(): string {
    const { failure, stopped } = this.state;
    if (stopped !== undefined) {
      const title = plainText(stopped.title, 80);
      return vscode.l10n.t('{0} was stopped before anything was measured.', title);
    }
    return failure === undefined ? '' : plainLine(messageOf(failure, vscode.l10n.t), 2000);
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
