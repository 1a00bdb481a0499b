import * as vscode from 'vscode';
import { commandIds, viewIds } from '../ids';
import type { LeaksState } from '../leaksView/leaksState';
import type { LeaksView } from '../leaksView/leaksView';
import { withoutIcons } from '../withoutIcons';
import { progressText } from './progressText';

/** A hidden view and a run longer than this call for a notification. */
const notifyAfterMillis = 10_000;

interface Shown {
  readonly ended: Promise<void>;
  end(): void;
  isLong: boolean;
  isNotified: boolean;
}

/**
 * Shows outside the tree that a run goes on: a spinner in the status bar, the progress bar of the
 * view, and a notification with Cancel when the view is hidden and the run is long.
 */
export class RunIndicator implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: vscode.Disposable;
  #run: Shown | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly state: LeaksState,
    private readonly view: LeaksView,
  ) {
    this.#item = vscode.window.createStatusBarItem(
      'leakLoop.run',
      vscode.StatusBarAlignment.Left,
      10,
    );
    this.#item.name = 'Leak Loop';
    this.#item.command = `${viewIds.leaks}.focus`;
    this.#item.tooltip = vscode.l10n.t('Show the Leaks view');
    this.#subscriptions = vscode.Disposable.from(
      this.#item,
      state.onDidChange(() => this.#update()),
      view.onDidChangeVisibility(() => this.#notify()),
    );
  }

  dispose(): void {
    this.#end();
    this.#subscriptions.dispose();
  }

  #update(): void {
    const { running } = this.state;
    if (running === undefined) {
      this.#end();
      return;
    }
    const icon = running.isHeld === true ? '$(debug-pause)' : '$(loading~spin)';
    this.#item.text = `${icon} ${withoutIcons(progressText(running, vscode.l10n.t))}`;
    if (this.#run === undefined) {
      this.#begin();
    }
  }

  #begin(): void {
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    this.#run = { ended, end, isLong: false, isNotified: false };
    this.#item.show();
    void vscode.window.withProgress({ location: { viewId: viewIds.leaks } }, () => ended);
    const run = this.#run;
    this.#timer = setTimeout(() => {
      run.isLong = true;
      this.#notify();
    }, notifyAfterMillis);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#item.hide();
    this.#run?.end();
    this.#run = undefined;
  }

  #notify(): void {
    const run = this.#run;
    const isHeld = this.state.running?.isHeld === true; // the debug toolbar has what to press
    if (run?.isLong !== true || run.isNotified || isHeld || this.view.isVisible) {
      return;
    }
    run.isNotified = true;
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Leak Loop', cancellable: true },
      (progress, token) => this.#follow(progress, token, run.ended),
    );
  }

  /** Ends with the run, or as soon as the view shows the same. */
  async #follow(
    progress: vscode.Progress<{ message?: string }>,
    token: vscode.CancellationToken,
    ended: Promise<void>,
  ): Promise<void> {
    const report = () => {
      if (this.state.running !== undefined) {
        progress.report({ message: progressText(this.state.running, vscode.l10n.t) });
      }
    };
    report();
    const updates = this.state.onDidChange(report);
    token.onCancellationRequested(() => vscode.commands.executeCommand(commandIds.stop));
    let shown: vscode.Disposable | undefined;
    const visible = new Promise<void>((resolve) => {
      shown = this.view.onDidChangeVisibility((event) => event.visible && resolve());
    });
    await Promise.race([ended, visible]);
    updates.dispose();
    shown?.dispose();
  }
}
