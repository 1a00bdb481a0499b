/** The part of `vscode.DebugSession` that is looked at. */
export interface Session {
  readonly id: string;
  /** Of the debugger. */
  readonly type: string;
  readonly parentSession?: unknown;
}

/**
 * What js-debug calls the sessions of Node.js processes: those that are started in a JavaScript Debug Terminal
 * have the type of that.
 */
const nodeTypes: ReadonlySet<string> = new Set(['pwa-node', 'node-terminal']);

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
    ({ type, parentSession }) => nodeTypes.has(type) && parentSession !== undefined,
  );
  const active = processes.filter(({ id }) => id === activeId);
  return [...active, ...processes.filter(({ id }) => id !== activeId).reverse()];
}
