import * as vscode from 'vscode';
import { addressExpression, sessionAddress } from './sessionAddress';

/** A process that has just been stopped is slow to answer: the debugger reads scripts and scopes first. */
const patienceMillis = 30_000;

/**
 * The address of the inspector of a debugged process. We speak to it beside the debugger: V8 keeps the
 * two apart, while through the debugger's own connection one `Debugger.disable` of ours is enough for no
 * breakpoint of the user's ever to be hit again.
 *
 * @returns undefined after telling the user why there is none
 */
export async function inspectorOfSession(
  session: vscode.DebugSession,
): Promise<string | undefined> {
  const answer = await askAddress(session);
  if (answer === undefined) {
    tell(
      vscode.l10n.t(
        '{0} does not answer. Wait until it has started, or choose another process.',
        session.name,
      ),
    );
    return undefined;
  }
  const address = sessionAddress(answer, session.parentSession?.configuration ?? {});
  if (address === undefined) {
    tell(
      vscode.l10n.t(
        '{0} has no inspector of its own, as a worker thread has none. Choose its process: the function is found in the worker that has it.',
        session.name,
      ),
    );
  }
  return address;
}

/** As a watched expression, which leaves nothing behind in the console. */
async function askAddress(session: vscode.DebugSession): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMillis);
  });
  const question = session
    .customRequest('evaluate', { expression: addressExpression, context: 'watch' })
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
