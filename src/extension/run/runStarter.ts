import type { DebugSessions } from '../target/debugSessions';
import { functionName, type FunctionResult } from '../leaksView/functionResult';
import type { LeaksView } from '../leaksView/leaksView';
import { pickProcess } from '../target/pickProcess';
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
  ) {}

  /** Something is to be seen at once; the view comes to the front while the run starts. */
  async run(
    request: RunRequest,
    title = requestTitle(request),
    extra: OnceOnly = {},
  ): Promise<void> {
    if (!(await saveBeforeRun(request.program))) {
      return;
    }
    const reached = await this.#reached(request);
    if (reached === undefined || !(await this.guard.allowsRun())) {
      return;
    }
    const started = this.runs.start(reached, title, extra);
    await this.view.show();
    await started;
  }

  async runResultAgain(
    result: FunctionResult,
    request: RunRequest,
    extra: OnceOnly = {},
  ): Promise<void> {
    if (await saveBeforeRun(request.program)) {
      const moved = await relocatedRequest(result, request);
      await this.run(moved, functionName(result.report.function), extra);
    }
  }

  pick(request: RunRequest): Promise<ProcessChoice | undefined> {
    return pickProcess(requestTitle(request), this.sessions.processes);
  }

  /**
   * A request with the address of the debugged process that it names; where that has ended and was not
   * started anew, of another process. Undefined after telling why there is none.
   */
  async #reached(request: RunRequest): Promise<RunRequest | undefined> {
    if (request.debugSession === undefined) {
      return request;
    }
    const session = this.sessions.find(request.debugSession);
    if (session === undefined) {
      const chosen = await this.pick(request);
      return chosen && this.#reached(inProcess(request, chosen));
    }
    const inspector = await this.sessions.inspectorOf(session);
    return inspector && { ...inProcess(request, { debugSession: session.id }), ...inspector };
  }
}
