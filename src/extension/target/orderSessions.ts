/** The part of `vscode.DebugSession` that is looked at. */
export interface Session {
  readonly id: string;
  /** Of the debugger, such as `pwa-node`. */
  readonly type: string;
  readonly parentSession?: unknown;
}

/**
 * Those that debug a Node.js process: the active one, then the newest.
 *
 * @param sessions in the order in which they started
 */
export function orderSessions<S extends Session>(
  sessions: readonly S[],
  activeId: string | undefined,
): readonly S[] {
  const processes = sessions.filter(
    ({ type, parentSession }) => type === 'pwa-node' && parentSession !== undefined,
  );
  const active = processes.filter(({ id }) => id === activeId);
  return [...active, ...processes.filter(({ id }) => id !== activeId).reverse()];
}
