import { randomUUID } from 'node:crypto';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import {
  leakLoopEvents,
  type FailedBody,
  type LaunchArguments,
  type ProgressBody,
  type ReportBody,
} from '../../adapter/protocol';
import { createResult, functionKey, type FunctionResult } from '../leaksView/functionResult';
import { debugType } from '../ids';
import type { LeaksState, RunningState } from '../leaksView/leaksState';
import { readLineTexts } from '../leaksView/readLineTexts';
import { unansweredFailure, type EngineExit } from './engineExit';
import { limitsOf } from './limitsOf';
import type { RunFailure } from './runFailure';
import type { RunLog } from './runLog';
import { RunPreparation } from './runPreparation';
import { isAttach, requestTitle, type RunRequest } from './runRequest';

/** How a run ended. */
export type RunOutcome =
  | { readonly kind: 'report'; readonly result: FunctionResult }
  | { readonly kind: 'failed'; readonly failure: RunFailure }
  /** Before anything was measured. */
  | { readonly kind: 'stopped' };

interface Run {
  readonly id: string;
  readonly request: RunRequest;
  readonly title: string;
  readonly shown: RunningState;
  session?: vscode.DebugSession;
  stopRequested: boolean;
  /** Whether what leaks is held for inspection: the answer is there already. */
  isHeld?: true;
  /** Of the engine's process. */
  exit?: EngineExit;
  /** Settles once the answer is stored; undefined while there is none. */
  answer?: Promise<RunOutcome>;
}

/** What one run is asked for and its repetitions are not. */
export type OnceOnly = Pick<LaunchArguments, 'heapSnapshot' | 'inspect'>;

/** A second stop request makes VS Code end the adapter itself; only a stuck one needs it. */
const patienceMillis = 3000;

/**
 * Runs functions, one at a time, as debug sessions, so that a launch.json configuration and a command
 * lead to the same results. The engine works in the adapter's process: nothing here blocks.
 */
export class Runs implements vscode.DebugAdapterTrackerFactory, vscode.Disposable {
  #current: Run | undefined;
  readonly #didEnd = new vscode.EventEmitter<RunOutcome>();
  readonly onDidEnd = this.#didEnd.event;
  readonly #preparation: RunPreparation;
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly state: LeaksState,
    private readonly log: RunLog,
    /** Adds what is known of a result beyond its report. */
    private readonly complete: (result: FunctionResult) => FunctionResult,
  ) {
    this.#preparation = new RunPreparation(state);
    this.#subscriptions = vscode.Disposable.from(
      vscode.debug.registerDebugAdapterTrackerFactory(debugType, this),
      vscode.debug.onDidStartDebugSession((session) => this.#stopIfUnwanted(session)),
      vscode.debug.onDidTerminateDebugSession((session) => void this.#ended(session)),
      this.#didEnd,
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  get isRunning(): boolean {
    return this.#current !== undefined || this.#preparation.isGoingOn;
  }

  /** The request of our own session, untouched by variable substitution; undefined for launch.json. */
  requestOf(runId: unknown): RunRequest | undefined {
    return this.#current?.id === runId ? this.#current?.request : undefined;
  }

  /** What a run needs, while it is shown as one that starts; undefined also where that was stopped. */
  prepared<T>(
    request: RunRequest,
    title: string,
    find: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    return this.#preparation.during({ request, title }, shownOf(request, title), find);
  }

  /**
   * Starts a run and returns as soon as it is on its way; its end is told by `onDidEnd`.
   *
   * The caller has checked trust and that nothing is running.
   */
  async start(request: RunRequest, title: string, extra: OnceOnly = {}): Promise<void> {
    const run = this.#begin(request, title, randomUUID());
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(request.program));
    const configuration = {
      type: debugType,
      request: isAttach(request) ? 'attach' : 'launch',
      name: title,
      internalConsoleOptions: 'neverOpen',
      ...request,
      ...extra,
      __runId: run.id,
    };
    const started = await vscode.debug
      .startDebugging(folder, configuration, {
        // What is held for inspection is looked at in the editor's own debug views.
        suppressDebugToolbar: extra.inspect !== true,
        suppressDebugStatusbar: extra.inspect !== true,
        suppressDebugView: extra.inspect !== true,
        suppressSaveBeforeStart: true,
      })
      .then(undefined, (error: unknown) => {
        this.log.channel.error(error instanceof Error ? error : String(error));
        return false;
      });
    if (!started) {
      await this.#finish(run);
    }
  }

  /** As {@link start}; resolves when the run has ended. */
  async outcomeOf(request: RunRequest, title: string): Promise<RunOutcome> {
    return (await this.outcomeAfter(() => this.start(request, title)))!;
  }

  /** How the run ends that `start` starts; undefined where it starts none. */
  async outcomeAfter(start: () => Promise<void>): Promise<RunOutcome | undefined> {
    const outcomes: RunOutcome[] = [];
    let subscription: vscode.Disposable | undefined;
    const ended = new Promise<RunOutcome>((resolve) => {
      subscription = this.onDidEnd((outcome) => {
        outcomes.push(outcome);
        resolve(outcome);
      });
    });
    try {
      await start();
      return this.isRunning || outcomes.length > 0 ? await ended : undefined;
    } finally {
      subscription?.dispose();
    }
  }

  /** Ends the run; what was measured until then becomes a report. */
  stop(): void {
    if (this.#preparation.stop()) {
      this.#didEnd.fire({ kind: 'stopped' });
      return;
    }
    const run = this.#current;
    if (run === undefined) {
      return;
    }
    run.stopRequested = true;
    this.#setRunning(run);
    if (run.session !== undefined) {
      void vscode.debug.stopDebugging(run.session);
      setTimeout(() => {
        if (this.#current === run) {
          void vscode.debug.stopDebugging(run.session);
        }
      }, patienceMillis).unref();
    }
  }

  createDebugAdapterTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
    const run = this.#runOf(session) ?? this.#adopt(session);
    if (run === undefined) {
      return undefined;
    }
    run.session = session;
    return {
      onDidSendMessage: (message: unknown) => this.#received(run, message),
      onError: (error) => this.log.channel.error(error),
      onExit: (code, signal) => {
        run.exit = { code, signal };
        void this.#finish(run);
      },
    };
  }

  #begin(request: RunRequest, title: string, id: string): Run {
    const shown = shownOf(request, title);
    const run: Run = { id, request, title, shown, stopRequested: false };
    this.#current = run;
    this.log.begin(title);
    this.#setRunning(run);
    return run;
  }

  /** A session from launch.json becomes a run like any other. */
  #adopt(session: vscode.DebugSession): Run | undefined {
    const request = session.configuration.__request as RunRequest | undefined;
    if (this.isRunning || request === undefined) {
      return undefined;
    }
    return this.#begin(request, requestTitle(request), session.id);
  }

  #runOf(session: vscode.DebugSession): Run | undefined {
    const run = this.#current;
    const belongs = run?.session?.id === session.id || run?.id === session.configuration.__runId;
    return belongs ? run : undefined;
  }

  /** Ends a session whose run was stopped while it started, and one that came while another ran. */
  #stopIfUnwanted(session: vscode.DebugSession): void {
    const run = this.#runOf(session);
    if (session.type === debugType && (run === undefined || run.stopRequested)) {
      void vscode.debug.stopDebugging(session);
    }
  }

  #received(run: Run, message: unknown): void {
    if (this.#current !== run || !isEvent(message)) {
      return;
    }
    switch (message.event) {
      case 'output':
        this.log.output(message.body as DebugProtocol.OutputEvent['body']);
        break;
      case leakLoopEvents.progress:
        this.#setRunning(run, message.body as ProgressBody);
        break;
      case leakLoopEvents.held:
        run.isHeld = true;
        this.#setRunning(run);
        break;
      case leakLoopEvents.report:
        run.answer ??= this.#reported(run, message.body as ReportBody);
        break;
      case leakLoopEvents.failed:
        run.answer ??= Promise.resolve(this.#failed(run, message.body as FailedBody));
        break;
    }
  }

  #setRunning(run: Run, progress = this.state.running?.progress): void {
    this.state.setRunning({
      ...run.shown,
      ...(progress === undefined ? {} : { progress }),
      ...(run.isHeld === true ? { isHeld: true } : {}),
      ...(run.stopRequested ? { stopping: true } : {}),
    });
  }

  async #reported(run: Run, { report }: ReportBody): Promise<RunOutcome> {
    const endedAt = Date.now();
    this.log.report(report);
    const lineTexts = await readLineTexts(report);
    const previous = this.state.resultOf(functionKey(report.function));
    const created = createResult(run.request, report, lineTexts, previous);
    const result = this.complete({ ...created, endedAt });
    this.state.addResult(result);
    return { kind: 'report', result };
  }

  #failed(run: Run, body: Omit<RunFailure, 'request' | 'title'>): RunOutcome {
    const title = this.state.running?.progress?.functionName ?? run.title;
    const failure: RunFailure = { ...body, request: run.request, title };
    this.state.setFailure(failure);
    return { kind: 'failed', failure };
  }

  async #ended(session: vscode.DebugSession): Promise<void> {
    const run = this.#runOf(session);
    if (run !== undefined) {
      await this.#finish(run);
    }
  }

  async #finish(run: Run): Promise<void> {
    if (this.#current !== run) {
      return;
    }
    this.log.end();
    const outcome = await (run.answer ??= Promise.resolve(this.#unanswered(run)));
    if (this.#current === run) {
      this.#current = undefined;
      this.state.setRunning(undefined);
      this.#didEnd.fire(outcome);
    }
  }

  #unanswered(run: Run): RunOutcome {
    if (run.stopRequested) {
      const { request, title } = run;
      this.state.setStopped({ request, title });
      return { kind: 'stopped' };
    }
    const failure = unansweredFailure(run.exit, vscode.l10n.t);
    this.log.channel.error(failure.message);
    return this.#failed(run, failure);
  }
}

function shownOf(request: RunRequest, title: string): RunningState {
  const { debugSession, check } = request;
  const { maxCalls, timeBudget } = limitsOf(request);
  return {
    title,
    ...(debugSession === undefined ? {} : { debugSession }),
    ...(check === true ? {} : { cost: { maxCalls, timeBudget } }), // a leak check has limits of its own
  };
}

function isEvent(message: unknown): message is { event: string; body: unknown } {
  return typeof message === 'object' && message !== null && 'event' in message;
}
