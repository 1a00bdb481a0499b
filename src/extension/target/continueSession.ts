import type * as vscode from 'vscode';

/** Lets a process go on that the debugger has stopped; nothing happens where it runs. */
export async function continueSession(session: vscode.DebugSession): Promise<void> {
  const { threads } = (await session.customRequest('threads')) as {
    readonly threads: readonly { readonly id: number }[];
  };
  for (const { id } of threads) {
    await session.customRequest('continue', { threadId: id });
  }
}
