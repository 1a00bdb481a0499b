import type { DebugSessions } from '../target/debugSessions';
import { functionName, type FunctionResult } from '../leaksView/functionResult';
import type { LeaksView } from '../leaksView/leaksView';
import { pickProcess } from '../target/pickProcess';
import type { RemoteConsent } from '../target/remoteConsent';
import { relocatedRequest } from './relocatedRequest';
import type { RunGuard } from './runGuard';
import { inProcess, requestTitle, type ProcessChoice, type RunRequest } from './runRequest';
import type { OnceOnly, Runs } from './runs';
import { saveBeforeRun } from './saveBeforeRun';

/** Starts a run where everything about it is known: saves first, and finds the process it is to happen in. */
export class RunStarter {
  constructor(
    private readonly runs: Runs,
    private readonly guard: RunGuard,
    private readonly view: LeaksView,
    private readonly sessions: DebugSessions,
    private readonly consent: RemoteConsent,
  ) {}

  /** Saves first, and something is to be seen at once. */
  async run(
    request: RunRequest,
    title = requestTitle(request),
    extra: OnceOnly = {},
  ): Promise<void> {
    const placed = await this.#placed(request);
    const ready = placed && (await this.prepared(placed, title, () => this.#ready(placed)));
    if (ready === undefined || !(await this.consent.allows(ready))) {
      return;
    }
    if (await this.guard.allowsRun()) {
      await this.runs.start(ready, title, extra);
    }
  }

  /**
   * Finds out what a run needs while it is shown as one that starts, in the view that comes to the front. Whoever
   * asks the user lets that end first.
   *
   * @returns undefined also where no run is allowed, and where the user stopped it
   */
  async prepared<T>(
    request: RunRequest,
    title: string,
    find: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    if (!(await this.guard.allowsRun())) {
      return undefined;
    }
    void this.view.show();
    return this.runs.prepared(request, title, find);
  }

  async runResultAgain(
    result: FunctionResult,
    request: RunRequest,
    extra: OnceOnly = {},
  ): Promise<void> {
    const title = functionName(result.report.function);
    const moved = await this.prepared(request, title, async () =>
      (await saveBeforeRun(request.program)) ? relocatedRequest(result, request) : undefined,
    );
    if (moved !== undefined) {
      await this.run(moved, title, extra);
    }
  }

  pick(request: RunRequest): Promise<ProcessChoice | undefined> {
    return pickProcess(requestTitle(request), this.sessions.processes);
  }

  /**
   * A request that names no debugged process, or one that is still there: where that has ended and was not
   * started anew, another process is asked for. Undefined where none is chosen.
   */
  async #placed(request: RunRequest): Promise<RunRequest | undefined> {
    if (request.debugSession === undefined) {
      return request;
    }
    const session = this.sessions.find(request.debugSession);
    if (session !== undefined) {
      return inProcess(request, { debugSession: session.id });
    }
    const chosen = await this.pick(request);
    return chosen && this.#placed(inProcess(request, chosen));
  }

  /** Once its files are saved, with the address of the debugged process; undefined after telling what is in the way. */
  async #ready(request: RunRequest): Promise<RunRequest | undefined> {
    if (!(await saveBeforeRun(request.program))) {
      return undefined;
    }
    if (request.debugSession === undefined) {
      return request;
    }
    const session = this.sessions.find(request.debugSession);
    const inspector = session && (await this.sessions.inspectorOf(session));
    return inspector && { ...request, ...inspector };
  }
}
