import * as vscode from 'vscode';
import type { LeaksState } from '../leaksView/leaksState';
import { plainText } from '../plainText';

/** Says whether code may be run now, and tells the user why not; menus hide, but commands stay callable. */
export class RunGuard {
  constructor(
    private readonly state: LeaksState,
    private readonly stop: () => void,
  ) {}

  allowsRun(): Promise<boolean> {
    if (!vscode.workspace.isTrusted) {
      return this.#refuseUntrusted();
    }
    if (this.state.running !== undefined) {
      const { progress, title } = this.state.running;
      return this.#refuseSecond(plainText(progress?.functionName ?? title, 80));
    }
    return Promise.resolve(true);
  }

  /** The answer does not wait for the message to be closed. */
  #refuseUntrusted(): Promise<false> {
    const manage = vscode.l10n.t('Manage Workspace Trust');
    const message = vscode.l10n.t(
      'Leak Loop runs the code of this workspace, and the workspace is not trusted. Trust it first.',
    );
    void vscode.window.showWarningMessage(message, manage).then((choice) => {
      if (choice === manage) {
        void vscode.commands.executeCommand('workbench.trust.manage');
      }
    });
    return Promise.resolve(false);
  }

  #refuseSecond(running: string): Promise<false> {
    const stop = vscode.l10n.t('Stop');
    const message = vscode.l10n.t(
      'Leak Loop runs one function at a time, and {0} is still looping. Stop it or wait for its end.',
      running,
    );
    void vscode.window.showWarningMessage(message, stop).then((choice) => {
      if (choice === stop) {
        this.stop();
      }
    });
    return Promise.resolve(false);
  }
}
