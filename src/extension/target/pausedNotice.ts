import * as vscode from 'vscode';
import { continueSession } from './continueSession';
import type { DebugSessions } from './debugSessions';
import type { LeaksState } from '../leaksView/leaksState';
import { plainText } from '../plainText';

/** Says that a run waits because the debugger has stopped the process, and offers to let it go on. */
export class PausedNotice implements vscode.Disposable {
  #isPaused = false;
  readonly #subscription: { dispose(): void };

  constructor(
    private readonly state: LeaksState,
    private readonly sessions: DebugSessions,
    private readonly stop: () => void,
  ) {
    this.#subscription = state.onDidChange(() => this.#update());
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Once for each pause. */
  #update(): void {
    const { running } = this.state;
    const wasPaused = this.#isPaused;
    this.#isPaused = running?.progress?.isPaused === true;
    const session =
      running?.debugSession === undefined ? undefined : this.sessions.find(running.debugSession);
    if (this.#isPaused && !wasPaused && session !== undefined) {
      void this.#show(running?.progress?.functionName ?? running?.title ?? '', session);
    }
  }

  async #show(title: string, session: vscode.DebugSession): Promise<void> {
    const goOn = vscode.l10n.t('Continue');
    const stop = vscode.l10n.t('Stop');
    const message = vscode.l10n.t(
      '{0} waits: the debugger has stopped {1}. Continue it, and the loop goes on; a breakpoint in the function itself stops each call.',
      plainText(title, 80),
      session.name,
    );
    const picked = await vscode.window.showWarningMessage(message, goOn, stop);
    if (picked === goOn) {
      for (const each of await this.#threadsOf(session)) await continueSession(each);
    } else if (picked === stop) {
      this.stop();
    }
  }

  /** Each worker is a session of its own, below that of its process; it is reached through the main thread. */
  async #threadsOf(session: vscode.DebugSession): Promise<readonly vscode.DebugSession[]> {
    const inspector = await this.sessions.inspectorOf(session);
    const isWorker = inspector?.worker !== undefined;
    return this.sessions.processesOf(
      (isWorker ? session.parentSession : session)?.id ?? session.id,
    );
  }
}
