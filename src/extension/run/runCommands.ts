import * as vscode from 'vscode';
import { askArguments } from '../ask/askArguments';
import { askCall, type CallChoice } from '../ask/askCall';
import type { DebugSessions } from '../target/debugSessions';
import type { FunctionResult } from '../leaksView/functionResult';
import type { LeakNode } from '../leaksView/leakNode';
import { resultOf } from '../leaksView/resultOf';
import type { LeaksState, StoppedRun } from '../leaksView/leaksState';
import { writtenFunctionAt, type WrittenFunction } from '../ask/writtenFunction';
import { isProcessChoice } from '../target/pickProcess';
import { plainText } from '../plainText';
import { cannotLoad } from './cannotLoad';
import type { RememberedCalls } from './rememberedCalls';
import type { RunFailure } from './runFailure';
import {
  isTest,
  loopableDocument,
  requestAt,
  requestOfTest,
  type RunPlace,
  type TestPlace,
} from './requestAt';
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
  type RunRequest,
} from './runRequest';
import type { OnceOnly, RunOutcome, Runs } from './runs';
import { limitsOf } from './limitsOf';
import { placeOf } from './placeOf';
import type { RunStarter } from './runStarter';

/** The commands that lead to a run. */
export class RunCommands {
  constructor(
    private readonly state: LeaksState,
    private readonly runs: Runs,
    private readonly starter: RunStarter,
    private readonly guard: RunGuard,
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
      await this.starter.run(onNextCall(request));
    }
  }

  /** As {@link runInProcess}, from the call stack: the function at the cursor, in what is debugged there. */
  async runInSession(element?: unknown, context?: unknown): Promise<void> {
    const id = sessionIdOf(context) ?? sessionIdOf(element);
    const processes = id === undefined ? this.sessions.processes : this.sessions.processesOf(id);
    const [only] = processes.length === 1 ? processes : [];
    const chosen = processes.find((each) => each.id === id) ?? only;
    await this.runInProcess(undefined, chosen && { debugSession: chosen.id });
  }

  /** Runs a whole file again and again. @param file absent: that of the active editor */
  async runScript(file = vscode.window.activeTextEditor?.document.uri): Promise<void> {
    if (!(await this.guard.allowsRun())) {
      return;
    }
    const document = await loopableDocument(file);
    if (document !== undefined) {
      await this.starter.run(wholeFile({ program: document.uri.fsPath }));
    }
  }

  /** Repeats a function's run; without a row the last, however it ended. */
  async runAgain(node?: LeakNode): Promise<void> {
    if (!(await this.guard.allowsRun())) {
      return;
    }
    const repeated = node === undefined ? this.#last() : ofRow(node);
    if (repeated === undefined) {
      await this.runAtCursor();
    } else if ('report' in repeated) {
      await this.starter.runResultAgain(repeated, repeated.request);
    } else {
      await this.starter.run(repeated.request, repeated.title);
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
    return this.runs.outcomeAfter(() => this.starter.runResultAgain(result, result.request, extra));
  }

  stop(): void {
    this.runs.stop();
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
    const chosen = request && (isProcessChoice(choice) ? choice : await this.starter.pick(request));
    return chosen && inProcess(request, chosen);
  }

  /** Where the function needs arguments and nothing is remembered of it, how it is called is asked first. */
  async #runAsAsked(request: RunRequest): Promise<void> {
    const known = await this.starter.prepared(request, requestTitle(request), async () => {
      const remembered = await this.remembered.completed(request);
      return { remembered, written: await this.#calledWithArguments(remembered) };
    });
    const call = known && (await this.#askedCall(known.remembered, known.written));
    if (call !== undefined) {
      await this.starter.run(call);
    }
  }

  /** Undefined where the user does not say. */
  async #askedCall(
    request: RunRequest,
    written: WrittenFunction | undefined,
  ): Promise<RunRequest | undefined> {
    if (written === undefined || written.neededParameters.length === 0) {
      return request;
    }
    const { uri, position } = placeOf(request);
    const lastCalls = this.remembered.lastArguments(uri);
    const asked = {
      parameters: written.neededParameters,
      lastCalls,
      mayCapture: isAttach(request),
    };
    const choice = await askCall(asked, limitsOf(request));
    if (choice?.kind === 'capture') {
      return onNextCall(request);
    }
    const given = choice && (await this.#argumentsOf(choice, request, written));
    if (given === undefined) {
      return undefined;
    }
    void this.remembered.set('callArguments', uri, position, given);
    return withCall(request, { callArguments: given });
  }

  async #argumentsOf(
    choice: Exclude<CallChoice, { readonly kind: 'capture' }>,
    request: RunRequest,
    { name, neededParameters }: WrittenFunction,
  ): Promise<string | undefined> {
    if (choice.kind === 'given') {
      return choice.callArguments;
    }
    const title = plainText(name === '' ? requestTitle(request) : name, 80);
    const asked = { ...limitsOf(request), parameters: neededParameters };
    const given = await askArguments(title, '', asked);
    // none is an answer as well, and is not asked for again
    return given?.trim() === '' ? '[]' : given?.trim();
  }

  /** What a request runs, where that takes arguments and they are not said yet. */
  async #calledWithArguments(request: RunRequest): Promise<WrittenFunction | undefined> {
    const isSaid = request.callArguments !== undefined || request.testName !== undefined;
    if (isSaid || !takesArguments(request) || positionOf(request) === undefined) {
      return undefined;
    }
    const { uri, position } = placeOf(request);
    return (await cannotLoad(request)) ? undefined : writtenFunctionAt(uri, position);
  }

  #last(): Repeatable | undefined {
    return this.state.stopped ?? this.state.failure ?? this.state.results[0];
  }
}

/** A run as it ended; only of what was measured it is known where the function has moved since. */
type Repeatable = FunctionResult | RunFailure | StoppedRun;

function ofRow(node: LeakNode): Repeatable | undefined {
  return 'failure' in node ? node.failure : resultOf(node);
}

/** What menus of the call stack pass along: the id itself, or an object with it. */
function sessionIdOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  const { sessionId } = (value ?? {}) as { readonly sessionId?: unknown };
  return typeof sessionId === 'string' ? sessionId : undefined;
}
