import {
  DebugSession,
  Event,
  ExitedEvent,
  InitializedEvent,
  OutputEvent,
  TerminatedEvent,
  Thread,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { basename } from 'node:path';
import { formatReport } from '../core/report/formatReport';
import type { LeakReport } from '../core/report/report';
import { said } from '../core/report/sentence';
import { diagnose, type DiagnoseRequest, type HeldSurvivors, type Progress } from '../diagnose';
import { exitCodeOf, exitCodeOfError, exitCodes } from '../exitCodes';
import { progressText } from '../progressText';
import { sourceLineReader } from '../sourceLineReader';
import { ClientProgress } from './clientProgress';
import { sayingTo } from './clientLanguage';
import { failureOf, sentenceOf } from './failure';
import { Inspection } from './inspection';
import { OutputGate } from './outputGate';
import { leakLoopEvents, type ProgressBody, type ReportBody } from './protocol';
import { SnapshotFile } from './snapshotFile';
import {
  inspects,
  readConfiguration,
  snapshotPath,
  type UncheckedArguments,
} from './readConfiguration';
import { StoppedError } from '../errors';

/** How long an end may take to be orderly; the whole of Stop must be over in 2 s. */
const graceMillis = 1_500;

interface Measurement {
  readonly request: DiagnoseRequest;
  /** Absolute path of the file that the heap snapshot goes to, if one is taken. */
  readonly snapshotTo: string | undefined;
  /** Whether what leaks is held for inspection once it is found. */
  readonly inspects: boolean;
}

/**
 * One measurement as a debug session: DAP on one side, `diagnose()` on the other.
 *
 * Stop, Cancel, disconnect and the client's death all abort one signal. An end is orderly for up
 * to 1.5 s (the finished batches are still reported), after which this process goes anyway.
 */
export class LeakLoopSession extends DebugSession {
  readonly #stop = new AbortController();
  readonly #output = new OutputGate();
  #client: DebugProtocol.InitializeRequestArguments = { adapterID: '' };
  #functionName: string | undefined;
  #startSequence: number | undefined;
  #run: Promise<void> = Promise.resolve();
  #isEnding = false;
  #say = sayingTo();
  readonly #inspection = new Inspection(
    (event) => this.sendEvent(event),
    (sentence) => this.#say(sentence),
  );

  constructor() {
    super(true);
    this.setDebuggerPathFormat('path');
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    if (request.command === 'initialize') {
      // optional in the protocol, with this default; the base class insists on it
      request.arguments = { pathFormat: 'path', ...(request.arguments as object | undefined) };
    }
    super.dispatchRequest(request);
  }

  protected override initializeRequest(
    response: DebugProtocol.InitializeResponse,
    args: DebugProtocol.InitializeRequestArguments,
  ): void {
    this.#client = args;
    this.#say = sayingTo(args.locale);
    response.body = {
      supportsTerminateRequest: true,
      supportsCancelRequest: true,
      supportsEvaluateForHovers: true,
      supportsConfigurationDoneRequest: true,
    };
    this.sendResponse(response);
    this.sendEvent(new InitializedEvent());
  }

  protected override launchRequest(
    response: DebugProtocol.LaunchResponse,
    args: (DebugProtocol.LaunchRequestArguments & UncheckedArguments) | undefined,
    request?: DebugProtocol.Request,
  ): void {
    this.#begin('launch', response, args, request);
  }

  protected override attachRequest(
    response: DebugProtocol.AttachResponse,
    args: (DebugProtocol.AttachRequestArguments & UncheckedArguments) | undefined,
    request?: DebugProtocol.Request,
  ): void {
    this.#begin('attach', response, args, request);
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.sendResponse(response);
    this.#abort();
  }

  protected override cancelRequest(
    response: DebugProtocol.CancelResponse,
    { progressId, requestId }: DebugProtocol.CancelArguments = {},
  ): void {
    this.sendResponse(response);
    const isOurs =
      progressId === ClientProgress.id ||
      (requestId !== undefined && requestId === this.#startSequence);
    if (isOurs) {
      this.#abort();
    }
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    void this.#end().then(() => {
      this.sendResponse(response);
      super.shutdown();
    });
  }

  /** Also called when the client closes our standard input, and for signals. */
  override shutdown(): void {
    if (!this.#isEnding) {
      void this.#end().then(() => super.shutdown());
    }
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [new Thread(1, this.#functionName ?? 'main')] };
    this.sendResponse(response);
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    args: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const message = this.#say(said`Leak Loop measures and does not stop at breakpoints.`);
    response.body = {
      breakpoints: (args.breakpoints ?? []).map(() => ({ verified: false, message })),
    };
    this.sendResponse(response);
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.sendErrorResponse(response, {
      id: 3,
      format: this.#say(said`A measurement cannot be paused, only stopped.`),
    });
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    this.sendResponse(response);
    this.#inspection.letGo();
  }

  protected override stackTraceRequest(response: DebugProtocol.StackTraceResponse): void {
    response.body = { stackFrames: this.#inspection.stackFrames() };
    this.sendResponse(response);
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse): void {
    response.body = { scopes: this.#inspection.scopes() };
    this.sendResponse(response);
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    args: DebugProtocol.VariablesArguments,
  ): void {
    this.#answer(response, async () => ({ variables: await this.#inspection.variables(args) }));
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    args: DebugProtocol.EvaluateArguments,
  ): void {
    this.#answer(response, () => this.#inspection.evaluate(args));
  }

  /** A bug of ours that escaped everything else: tell, and go. */
  crash(error: unknown): void {
    this.#fail(error);
    this.#sendEnd(exitCodes.notMeasured);
    this.shutdown();
  }

  #begin(
    kind: 'launch' | 'attach',
    response: DebugProtocol.Response,
    args: UncheckedArguments = {},
    request?: DebugProtocol.Request,
  ): void {
    this.#startSequence = request?.seq;
    let measurement: Measurement;
    try {
      measurement = {
        request: readConfiguration(kind, args),
        snapshotTo: snapshotPath(args),
        inspects: inspects(args),
      };
    } catch (error) {
      this.#fail(error);
      this.sendErrorResponse(response, {
        id: 1,
        format: this.#say(sentenceOf(error)),
        variables: {}, // braces in the text are no variables
        showUser: true,
      });
      this.#sendEnd(exitCodes.usage);
      return;
    }
    this.sendResponse(response);
    this.#run = this.#measure(measurement);
  }

  async #measure({ request, snapshotTo, inspects }: Measurement): Promise<void> {
    using snapshot = snapshotTo === undefined ? undefined : new SnapshotFile(snapshotTo);
    const { signal } = this.#stop;
    const progress = new ClientProgress(
      (event) => this.sendEvent(event),
      // in VS Code our own view shows the progress; DAP progress would add a notification to it
      this.#client.supportsProgressReporting === true && !this.#isVsCode,
    );
    progress.start(`Leak Loop: ${basename(request.function.file)}`, this.#startSequence);
    let exitCode: number;
    let isShown = false;
    const show = (report: LeakReport): void => {
      if (isShown) return;
      isShown = true;
      this.#print(this.#output.takeNote(), 'console');
      if (snapshot?.problem !== undefined)
        this.#print(`${this.#say(snapshot.problem)}\n`, 'stderr');
      this.#showReport(report, request);
    };
    const hold = (report: LeakReport, survivors: HeldSurvivors): Promise<void> => {
      show(report);
      return this.#inspection.hold(report, survivors);
    };
    try {
      const report = await diagnose(
        request,
        {
          onProgress: (step) => this.#showProgress(step, progress),
          onSnapshotChunk: (chunk, isFirst) => snapshot?.write(chunk, isFirst),
          onOutput: (category, text) =>
            this.#print(this.#output.pass(text, performance.now()), category),
          ...(inspects ? { hold } : {}),
        },
        signal,
      );
      show(report);
      exitCode = exitCodeOf(report.verdict);
    } catch (error) {
      exitCode = exitCodeOfError(error);
      this.#print(this.#output.takeNote(), 'console');
      if (signal.aborted && error === signal.reason) {
        this.#print(`${this.#say(said`Stopped before anything was measured.`)}\n`, 'console');
      } else {
        this.#fail(error);
      }
    }
    progress.end();
    this.#sendEnd(exitCode);
  }

  #answer<Body>(response: DebugProtocol.Response, bodyOf: () => Promise<Body>): void {
    bodyOf().then(
      (body) => {
        response.body = body;
        this.sendResponse(response);
      },
      (error: unknown) => {
        const format = (error as Error).message;
        this.sendErrorResponse(response, { id: 4, format, variables: {} });
      },
    );
  }

  #showProgress(step: Progress, progress: ClientProgress): void {
    this.#functionName = step.functionName ?? this.#functionName;
    this.sendEvent(new Event(leakLoopEvents.progress, step satisfies ProgressBody));
    progress.update(progressText(step));
  }

  #showReport(report: LeakReport, request: DiagnoseRequest): void {
    this.sendEvent(new Event(leakLoopEvents.report, { report } satisfies ReportBody));
    const cwd = request.target.kind === 'launch' ? request.target.cwd : undefined;
    const text = formatReport(report, {
      ...(cwd === undefined ? {} : { cwd }),
      color: this.#client.supportsANSIStyling === true,
      sourceLine: sourceLineReader(),
    });
    this.#print(text, 'console');
  }

  #fail(error: unknown): void {
    const { body, output } = failureOf(error);
    this.sendEvent(new Event(leakLoopEvents.failed, body));
    // VS Code makes a notification of what is important; our own view has the message already
    this.#print(output, this.#isVsCode ? 'stderr' : 'important');
  }

  get #isVsCode(): boolean {
    return this.#client.clientID === 'vscode';
  }

  #print(text: string, category: 'console' | 'important' | 'stdout' | 'stderr'): void {
    if (text !== '') {
      this.sendEvent(new OutputEvent(text, category));
    }
  }

  #sendEnd(exitCode: number): void {
    this.sendEvent(new ExitedEvent(exitCode));
    this.sendEvent(new TerminatedEvent());
  }

  #abort(): void {
    if (!this.#stop.signal.aborted) {
      this.#stop.abort(new StoppedError());
    }
  }

  /** Aborts, and resolves when the target is gone, at the latest after the grace period. */
  async #end(): Promise<void> {
    this.#isEnding = true;
    this.#abort();
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => {
      timer = setTimeout(resolve, graceMillis);
    });
    await Promise.race([this.#run, grace]);
    clearTimeout(timer);
  }
}
