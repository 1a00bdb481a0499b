import * as vscode from 'vscode';
import { inspectorOfSession, type SessionInspector } from './inspectorOfSession';
import { orderSessions } from './orderSessions';

/**
 * The processes that VS Code's own debugger (js-debug) debugs at present. Each process and each worker
 * thread of it is a session of its own, below the one that was started, which has no process.
 */
export class DebugSessions implements vscode.Disposable {
  readonly #alive = new Map<string, vscode.DebugSession>();
  /** Of all sessions since we began, also those that have ended: the names of their configurations. */
  readonly #configurations = new Map<string, string>();
  /** Where their inspectors listen, once it is known: a process that is stopped is slow to tell. */
  readonly #inspectors = new Map<string, SessionInspector>();
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    // The one that began before us; later it may be one that has ended already.
    this.#add(vscode.debug.activeDebugSession);
    this.#subscriptions = vscode.Disposable.from(
      vscode.debug.onDidStartDebugSession((session) => this.#add(session)),
      vscode.debug.onDidTerminateDebugSession(({ id }) => this.#remove(id)),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** The one that is looked at first, then the newest. */
  get processes(): readonly vscode.DebugSession[] {
    return orderSessions([...this.#alive.values()], vscode.debug.activeDebugSession?.id);
  }

  /** A process by the id of its session; where that has ended, the only one that was started anew like it. */
  find(id: string): vscode.DebugSession | undefined {
    const { processes } = this;
    const alive = processes.find((session) => session.id === id);
    const configuration = this.#configurations.get(id);
    const anew = processes.filter((session) => configurationOf(session) === configuration);
    return alive ?? (anew.length === 1 ? anew[0] : undefined);
  }

  /** The process of a session, or those of all sessions that it started. */
  processesOf(id: string): readonly vscode.DebugSession[] {
    return this.processes.filter((session) =>
      [session, ...ancestorsOf(session)].some((each) => each.id === id),
    );
  }

  /** See {@link inspectorOfSession}. */
  async inspectorOf(session: vscode.DebugSession): Promise<SessionInspector | undefined> {
    const inspector = this.#inspectors.get(session.id) ?? (await inspectorOfSession(session));
    if (inspector !== undefined && this.#alive.has(session.id)) {
      this.#inspectors.set(session.id, inspector);
    }
    return inspector;
  }

  #remove(id: string): void {
    this.#alive.delete(id);
    this.#inspectors.delete(id);
  }

  #add(session: vscode.DebugSession | undefined): void {
    if (session !== undefined) {
      this.#alive.set(session.id, session);
      this.#configurations.set(session.id, configurationOf(session));
    }
  }
}

/** The nearest first. */
function ancestorsOf({ parentSession }: vscode.DebugSession): readonly vscode.DebugSession[] {
  return parentSession === undefined ? [] : [parentSession, ...ancestorsOf(parentSession)];
}

/** The name of the configuration with which it was started, as it stands in launch.json. */
function configurationOf(session: vscode.DebugSession): string {
  return (ancestorsOf(session).at(-1) ?? session).name;
}
