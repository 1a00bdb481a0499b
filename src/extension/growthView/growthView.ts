import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { BatchReport } from '../../core/report/report';
import { viewIds } from '../ids';
import type { LeakNode } from '../leaksView/leakNode';
import type { LeaksState } from '../leaksView/leaksState';
import type { LeaksView } from '../leaksView/leaksView';
import { resultOf } from '../leaksView/resultOf';
import { causeOf, causeRow } from './causesIn';
import { describeGrowth, describeNothing, describeRunning } from './describeGrowth';
import type { GrowthContent } from './growthContent';
import { readMessageFromPage, type MessageToPage } from './growthMessages';
import { growthPage } from './growthPage';

/**
 * The Growth view below the tree: the run that goes on, else the function whose row is selected in the tree,
 * else the newest. Choosing a cause in one of the two selects it in the other.
 */
export class GrowthView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #subscriptions: vscode.Disposable;
  #view: vscode.WebviewView | undefined;
  #batches: readonly BatchReport[] = [];

  constructor(
    private readonly state: LeaksState,
    private readonly leaks: LeaksView,
    private readonly files: vscode.Uri,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.registerWebviewViewProvider(viewIds.growth, this),
      state.onDidChange(() => this.#update()),
      leaks.onDidChangeSelection(() => this.#update()),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** What is shown, or would be if the view were open. */
  get content(): GrowthContent {
    const { running } = this.state;
    const result = resultOf(this.#selected) ?? this.state.results[0];
    const { t } = vscode.l10n;
    if (running !== undefined) return describeRunning(running, this.#batches, t);
    return result === undefined ? describeNothing(t) : describeGrowth(result, t);
  }

  /** Id of the panel that is marked: that of the cause whose row is selected. */
  get marked(): string | undefined {
    return causeOf(this.#selected)?.id;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: [this.files] };
    view.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    view.onDidChangeVisibility(() => this.#update());
    view.onDidDispose(() => {
      this.#view = undefined;
    });
    const address = (name: string) =>
      view.webview.asWebviewUri(vscode.Uri.joinPath(this.files, name)).toString();
    view.webview.html = growthPage({
      script: address('growth.js'),
      style: address('growth.css'),
      source: view.webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      language: vscode.env.language,
      title: vscode.l10n.t('Growth'),
    });
  }

  /** @param message from the page: of any shape */
  async receive(message: unknown): Promise<void> {
    const read = readMessageFromPage(message);
    if (read?.kind === 'ready') {
      this.#update();
    } else if (read?.kind === 'choose') {
      const row = causeRow(this.state, read.panel, vscode.l10n.t);
      if (row !== undefined) await this.leaks.select(row);
    }
  }

  /** A row that was there before Clear or a newer run may still be the selected one. */
  get #selected(): LeakNode | undefined {
    const { selection } = this.leaks;
    const result = resultOf(selection);
    return result !== undefined && this.state.results.includes(result) ? selection : undefined;
  }

  #update(): void {
    const { running } = this.state;
    this.#batches = running === undefined ? [] : (running.progress?.batches ?? this.#batches);
    if (this.#view?.visible === true) {
      this.#tell({ kind: 'show', content: this.content });
      this.#tell({ kind: 'mark', panel: this.marked ?? null });
    }
  }

  #tell(message: MessageToPage): void {
    void this.#view?.webview.postMessage(message);
  }
}
