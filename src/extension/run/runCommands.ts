import * as vscode from 'vscode';
import { askArguments } from '../ask/askArguments';
import { askCall } from '../ask/askCall';
import { askFunction } from '../ask/askFunction';
import { askReceiver } from '../ask/askReceiver';
import type { DebugSessions } from '../target/debugSessions';
import { functionName, type FunctionResult } from '../leaksView/functionResult';
import type { RunSettings } from '../target/launchConfiguration';
import type { LeakNode } from '../leaksView/leakNode';
import { resultOf } from '../leaksView/resultOf';
import type { LeaksState } from '../leaksView/leaksState';
import type { LeaksView } from '../leaksView/leaksView';
import { neededParameters } from '../ask/neededParameters';
import { isProcessChoice, pickProcess } from '../target/pickProcess';
import { plainText } from '../plainText';
import { readRunSettings } from '../readSettings';
import type { RememberedCalls } from './rememberedCalls';
import { relocatedRequest } from './relocatedRequest';
import {
  isTest,
  loopableDocument,
  requestAt,
  requestOfTest,
  type RunPlace,
  type TestPlace,
} from './requestAt';
import type { RunFailure } from './runFailure';
import type { RunGuard } from './runGuard';
import {
  inProcess,
  isAttach,
  onNextCall,
  positionOf,
  requestTitle,
  takesArguments,
  wholeFile,
  withCall,
  type CallExpressions,
  type ProcessChoice,
  type RunRequest,
} from './runRequest';
import type { OnceOnly, RunOutcome, Runs } from './runs';
import { saveBeforeRun } from './saveBeforeRun';
import { tell } from '../tell';
import { memberText } from '../inEditor';

/** A call whose arguments or `this` are asked for. */
interface AskedCall {
  readonly title: string;
  /** What it was until now. */
  readonly current: string;
  readonly request: RunRequest;
}

/** The commands that lead to a run. */
export class RunCommands {
  constructor(
    private readonly state: LeaksState,
    private readonly runs: Runs,
    private readonly guard: RunGuard,
    private readonly view: LeaksView,
    private readonly remembered: RememberedCalls,
    private readonly sessions: DebugSessions,
  ) {}

  /**
   * @param place a uri (as editor menus pass it), a place, or a test of the Testing view; absent: the cursor
   * of the active editor
   */
  async runAtCursor(place?: vscode.Uri | RunPlace | TestPlace): Promise<void> {
    if (!(await this.guard.allowsRun())) {
      return;
    }
    const request = await (isTest(place) ? requestOfTest(place) : requestAt(place));
    if (request === undefined) {
      return;
    }
    await this.#runAsAsked(request);
  }

  /**
   * As {@link runAtCursor}, in a process that runs already.
   *
   * @param choice which; asked for where it is something else, as menus pass along
   */
  async runInProcess(place?: vscode.Uri | RunPlace, choice?: unknown): Promise<void> {
    const request = await this.#requestInProcess(place, choice);
    if (request !== undefined) {
      await this.#runAsAsked(request);
    }
  }

  /** As {@link runInProcess}, with `this` and the arguments of the call that the program makes next. */
  async runOnNextCall(place?: vscode.Uri | RunPlace, choice?: unknown): Promise<void> {
    const request = await this.#requestInProcess(place, choice);
    if (request !== undefined) {
      await this.#run(onNextCall(request));
    }
  }

  /** As {@link runInProcess}, from the call stack: the function at the cursor, in what is debugged there. */
  async runInSession(element?: unknown, context?: unknown): Promise<void> {
    const id = sessionIdOf(context) ?? sessionIdOf(element);
    const processes = id === undefined ? this.sessions.processes : this.sessions.processesOf(id);
    const [only] = processes.length === 1 ? processes : [];
    await this.runInProcess(undefined, only && { debugSession: only.id });
  }

  /** Runs a whole file again and again. @param file absent: that of the active editor */
  async runScript(file = vscode.window.activeTextEditor?.document.uri): Promise<void> {
    if (!(await this.guard.allowsRun())) {
      return;
    }
    const document = await loopableDocument(file);
    if (document !== undefined) {
      await this.#run(wholeFile({ program: document.uri.fsPath }));
    }
  }

  /** Repeats a function's run; without a row the newest, or what failed last. */
  async runAgain(node?: LeakNode): Promise<void> {
    if (!(await this.guard.allowsRun())) {
      return;
    }
    const result = node === undefined ? this.#newest() : resultOf(node);
    if (result !== undefined) {
      await this.#runResultAgain(result, result.request);
    } else if (this.state.failure !== undefined) {
      await this.#run(this.state.failure.request);
    } else {
      await this.runAtCursor();
    }
  }

  /**
   * @param extra for this run only
   * @returns how it ended; undefined where it was not started
   */
  async runResultOnce(result: FunctionResult, extra: OnceOnly): Promise<RunOutcome | undefined> {
    if (!(await this.guard.allowsRun())) {
      return undefined;
    }
    return this.runs.outcomeAfter(() => this.#runResultAgain(result, result.request, extra));
  }

  stop(): void {
    this.runs.stop();
  }

  /** Asks for the arguments of a row's function, or of the one at the cursor, and runs it. */
  async setArguments(node?: LeakNode): Promise<void> {
    if (!(await this.guard.allowsRun())) {
      return;
    }
    await this.#changeCall('callArguments', node, ({ title, current, request }) => {
      return askArguments(title, current, limitsOf(request));
    });
  }

  /** Asks for the object that a row's method is called on, or the one at the cursor, and runs it. */
  async setReceiver(node?: LeakNode): Promise<void> {
    if (!(await this.guard.allowsRun())) {
      return;
    }
    const receivers = node && failureOf(node)?.receivers;
    await this.#changeCall('callThis', node, ({ title, current }) =>
      askReceiver(title, current, receivers ?? []),
    );
  }

  /** Runs a row's function, which was to be called in a process that runs already, with its next real call. */
  async captureCall(node?: LeakNode): Promise<void> {
    const request = (node && (failureOf(node) ?? resultOf(node))?.request) ?? undefined;
    if (request !== undefined && isAttach(request) && (await this.guard.allowsRun())) {
      await this.#run(onNextCall(request));
    }
  }

  /** Runs what failed in another process. */
  async chooseProcess(node?: LeakNode): Promise<void> {
    const request = ((node && failureOf(node)) ?? this.state.failure)?.request;
    if (request === undefined || !(await this.guard.allowsRun())) {
      return;
    }
    const chosen = await this.#pick(request);
    if (chosen !== undefined) {
      await this.#run(inProcess(request, chosen));
    }
  }

  /** Offers the functions of a file in which none was at the cursor. */
  async chooseFunction(node?: LeakNode): Promise<void> {
    const failure = (node && failureOf(node)) ?? this.state.failure;
    const choices = failure?.choices;
    if (failure === undefined || choices === undefined || !(await this.guard.allowsRun())) {
      return;
    }
    const chosen = await askFunction(failure.request, choices);
    if (chosen !== undefined) {
      await this.#run(chosen);
    }
  }

  /** Offers the threads in which a function lives. */
  async chooseMember(node?: LeakNode): Promise<void> {
    const failure = (node && failureOf(node)) ?? this.state.failure;
    if (failure?.members === undefined || !(await this.guard.allowsRun())) {
      return;
    }
    const items = failure.members.map((each) => ({
      label: plainText(memberText(each, vscode.l10n.t), 200),
      member: each.member,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('In which thread should {0} be looped?', plainText(failure.title, 80)),
    });
    if (picked !== undefined) {
      await this.#run({ ...failure.request, member: picked.member });
    }
  }

  /** Asks for one part of how a function is called, remembers it and runs. */
  async #changeCall(
    what: keyof CallExpressions,
    node: LeakNode | undefined,
    ask: (call: AskedCall) => Thenable<string | undefined>,
  ): Promise<void> {
    const result = node && resultOf(node);
    const failure = node && failureOf(node);
    const request = result?.request ?? failure?.request ?? (await requestAt());
    if (request === undefined) {
      return;
    }
    if (!takesArguments(request, result?.report.function.kind)) {
      tell(vscode.l10n.t('Only a function has arguments, and this is a whole file or a test.'));
      return;
    }
    const title =
      result === undefined
        ? (failure?.title ?? requestTitle(request))
        : functionName(result.report.function);
    const remembered = await this.#withRemembered(request);
    const current = remembered[what] ?? '';
    const expression = await ask({ title: plainText(title, 80), current, request });
    if (expression === undefined) {
      return;
    }
    const { uri, position } = placeOf(request, result);
    await this.remembered.set(what, uri, position, expression.trim());
    const changed = withCall(remembered, { [what]: expression.trim() });
    await (result === undefined ? this.#run(changed) : this.#runResultAgain(result, changed));
  }

  /** Undefined after telling the user why there is nothing to run, and when they chose no process. */
  async #requestInProcess(
    place: vscode.Uri | RunPlace | undefined,
    choice: unknown,
  ): Promise<RunRequest | undefined> {
    if (!(await this.guard.allowsRun())) {
      return undefined;
    }
    const request = await requestAt(place);
    const chosen = request && (isProcessChoice(choice) ? choice : await this.#pick(request));
    return chosen && inProcess(request, chosen);
  }

  #pick(request: RunRequest): Promise<ProcessChoice | undefined> {
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
      const chosen = await this.#pick(request);
      return chosen && this.#reached(inProcess(request, chosen));
    }
    const websocketAddress = await this.sessions.inspectorOf(session);
    return websocketAddress === undefined
      ? undefined
      : { ...request, debugSession: session.id, websocketAddress };
  }

  async #runResultAgain(
    result: FunctionResult,
    request: RunRequest,
    extra: OnceOnly = {},
  ): Promise<void> {
    if (await saveBeforeRun(request.program)) {
      const moved = await relocatedRequest(result, request);
      await this.#run(moved, functionName(result.report.function), extra);
    }
  }

  /** Where the function needs arguments and nothing is remembered of it, how it is called is asked first. */
  async #runAsAsked(request: RunRequest): Promise<void> {
    const remembered = await this.#withRemembered(request);
    const needed = await this.#neededParameters(remembered);
    if (needed.length === 0) {
      await this.#run(remembered);
      return;
    }
    const limits = limitsOf(request);
    const choice = await askCall(needed, limits, isAttach(request));
    if (choice === 'capture') {
      await this.#run(onNextCall(remembered));
    } else if (choice !== undefined) {
      const title = plainText(requestTitle(request), 80);
      const given = choice === 'none' ? '[]' : await askArguments(title, '', limits);
      if (given === undefined) {
        return;
      }
      const { uri, position } = placeOf(request);
      await this.remembered.set('callArguments', uri, position, given.trim());
      await this.#run(withCall(remembered, { callArguments: given.trim() }));
    }
  }

  async #neededParameters(request: RunRequest): Promise<readonly string[]> {
    const isSaid = request.callArguments !== undefined || request.testName !== undefined;
    if (isSaid || !takesArguments(request) || positionOf(request) === undefined) {
      return [];
    }
    const { uri, position } = placeOf(request);
    return neededParameters(uri, position);
  }

  /** Something is to be seen at once; the view comes to the front while the run starts. */
  async #run(
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

  /** What the request leaves open is as it was when the function was called last. */
  async #withRemembered(request: RunRequest): Promise<RunRequest> {
    if (!takesArguments(request)) {
      return request;
    }
    const { uri, position } = placeOf(request);
    return { ...(await this.remembered.at(uri, position)), ...request };
  }

  #newest(): FunctionResult | undefined {
    return this.state.failure === undefined ? this.state.results[0] : undefined;
  }
}

/** What menus of the call stack pass along: the id itself, or an object with it. */
function sessionIdOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  const { sessionId } = (value ?? {}) as { readonly sessionId?: unknown };
  return typeof sessionId === 'string' ? sessionId : undefined;
}

/** Where the function is, for its remembered arguments. */
function placeOf(request: RunRequest, result?: FunctionResult): RunPlace {
  const uri = vscode.Uri.file(request.program);
  const { line, column } = result?.report.function.location ?? { line: 1, ...positionOf(request) };
  return { uri, position: new vscode.Position(line - 1, (column ?? 1) - 1) };
}

function failureOf(node: LeakNode): RunFailure | undefined {
  return 'failure' in node ? node.failure : undefined;
}

/** A launch.json configuration may override the limits of the settings. */
function limitsOf({ program, maxCalls, timeBudget }: RunRequest): RunSettings {
  return {
    ...readRunSettings(program),
    ...(maxCalls === undefined ? {} : { maxCalls }),
    ...(timeBudget === undefined ? {} : { timeBudget }),
  };
}
