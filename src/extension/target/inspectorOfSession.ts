import * as vscode from 'vscode';
import { placeExpression, sessionPlace } from './sessionPlace';

/** A process that has just been stopped is slow to answer: the debugger reads scripts and scopes first. */
const patienceMillis = 30_000;

/** How what is debugged is reached, in the terms of a request. */
export interface SessionInspector {
  readonly websocketAddress: string;
  /** The only thread that is meant, by its `threadId`; absent: whichever of the process has the function. */
  readonly worker?: number;
}

/**
 * The inspector of a debugged process, or that of the process of a debugged worker thread. We speak to it
 * beside the debugger: V8 keeps the two apart, while through the debugger's own connection one
 * `Debugger.disable` of ours is enough for no breakpoint of the user's ever to be hit again.
 *
 * @returns undefined after telling the user why there is none
 */
export async function inspectorOfSession(
  session: vscode.DebugSession,
): Promise<SessionInspector | undefined> {
  const answer = await askPlace(session);
  if (answer === undefined) {
    tell(
      vscode.l10n.t(
        '{0} does not answer. Wait until it has started, or choose another process.',
        session.name,
      ),
    );
    return undefined;
  }
  const { parentSession } = session;
  const place = sessionPlace(answer, parentSession?.configuration ?? {});
  if (place?.kind === 'process') {
    return { websocketAddress: place.address };
  }
  if (place !== undefined && parentSession !== undefined) {
    const process = await inspectorOfSession(parentSession);
    return process && { ...process, worker: place.id };
  }
  tell(
    vscode.l10n.t(
      '{0} has no inspector that Leak Loop could reach. Choose another process.',
      session.name,
    ),
  );
  return undefined;
}

/** As a watched expression, which leaves nothing behind in the console. */
async function askPlace(session: vscode.DebugSession): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMillis);
  });
  const question = session
    .customRequest('evaluate', { expression: placeExpression, context: 'watch' })
    .then(
      (body: { readonly result: string }) => body.result,
      () => undefined,
    );
  const answer = await Promise.race([question, silence]);
  clearTimeout(timer);
  return answer;
}

function tell(message: string): void {
  void vscode.window.showWarningMessage(message);
}
