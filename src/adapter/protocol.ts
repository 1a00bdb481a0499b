import type { DebugProtocol } from '@vscode/debugprotocol';
import type { LeakReport } from '../core/report/report';
import type { Progress } from '../diagnose';
import type {
  ErrorPlace,
  FunctionChoice,
  MemberChoice,
  ReceiverChoice,
  UserErrorCode,
} from '../errors';
import type { Told } from '../core/report/sentence';

/** What passes between the debug adapter and its client beyond plain DAP. Types and ids only. */

export const debugType = 'leak-loop';

/** What is looped, and how long: attributes of every `leak-loop` configuration. */
export interface LoopArguments {
  /** Absolute path of a file to write the heap snapshot of a leak to; it contains values of the program. */
  readonly heapSnapshot?: string;
  /**
   * Absolute path of the source file that contains the function; where `function` names a file itself, the
   * program that is started around it.
   */
  readonly program?: string;
  /**
   * `name`, or `line`, or `line:column` (1-based), or one of them behind the absolute path of another file:
   * `/shop/worker.js#name`, `/shop/worker.js:12`; absent: the file's only or default export.
   */
  readonly function?: string;
  /** Where several processes or worker threads have the function: the n-th, counted from 1. */
  readonly member?: number;
  /** Arguments of one call: a JavaScript array expression, `i` is the call's number. */
  readonly callArguments?: string;
  /** Receiver of a method: a JavaScript expression. */
  readonly callThis?: string;
  /**
   * Whether `this` and the arguments are those of the function's next real call, which is waited for: in a process
   * that runs already, or a program that is started around the function.
   */
  readonly capture?: boolean;
  /** Whether a callback is passed last; absent: the name of the last parameter decides. */
  readonly callback?: boolean;
  /** Whether an iterator or a stream that is returned is used up; so it is unless this is false. */
  readonly drain?: boolean;
  readonly maxCalls?: number;
  /** Seconds. */
  readonly timeBudget?: number;
  /** Megabytes. */
  readonly memoryBudget?: number;
  /** Seconds. */
  readonly callTimeout?: number;
  /** Whether a process in which a leak was found is kept for its survivors to be looked at, until *Continue*. */
  readonly inspect?: boolean;
}

/** A process of its own; attributes that js-debug has too bear its names. */
export interface LaunchArguments extends LoopArguments, DebugProtocol.LaunchRequestArguments {
  /** Whether the whole file is looped, run again and again, in place of one of its functions. */
  readonly script?: boolean;
  /**
   * Of the test at the function's line that is meant, where several tests have that function, as the rows of a
   * table: its name, or a list of it behind the names of what it is in.
   */
  readonly testName?: string | readonly string[];
  /** Of several tests of that name: the n-th, counted from 1. */
  readonly testNumber?: number;
  /** Whether the file is a leak check, judged as `leak-loop check` judges it. */
  readonly check?: boolean;
  /** Node, or with a function that names its file: whatever starts Node, such as `npm`. */
  readonly runtimeExecutable?: string;
  readonly runtimeArgs?: readonly string[];
  /** Arguments of the program. */
  readonly args?: readonly string[];
  /** Seconds until a program that is started has the function. */
  readonly loadTimeout?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A process that runs already: one of these names it, as js-debug has them. */
export interface AttachArguments extends LoopArguments, DebugProtocol.AttachRequestArguments {
  readonly port?: number;
  readonly processId?: number | string;
  /** `ws://…` of its inspector. */
  readonly websocketAddress?: string;
  /** Whether that may be on another machine; VS Code asks its user in place of this. */
  readonly allowRemote?: boolean;
  /** Id of the editor's own session that debugs this process. */
  readonly debugSession?: string;
  /** The worker thread that this session stands for, by its `threadId`; absent: the whole process. */
  readonly worker?: number;
}

/** Custom DAP events. Exactly one `report` or `failed` precedes `terminated`, unless stopped before the first batch. */
export const leakLoopEvents = {
  progress: 'leakLoop.progress',
  report: 'leakLoop.report',
  failed: 'leakLoop.failed',
  /** After the report: what leaks is held until *Continue*. */
  held: 'leakLoop.held',
} as const;

export type ProgressBody = Progress;

export interface ReportBody {
  readonly report: LeakReport;
}

/** `message` is for the user, and contains the remedy. */
export interface FailedBody extends Told {
  /** `internal` marks a bug of ours; its stack goes to the output. */
  readonly code: UserErrorCode | 'internal';
  readonly choices?: readonly FunctionChoice[];
  /** Of `no-receiver`: the objects that are alive, perhaps none. */
  readonly receivers?: readonly ReceiverChoice[];
  /** Of the same: an expression that makes such an object, where the file exports its class. */
  readonly receiverMaker?: string;
  /** Of `several-members`: what `member` may be. */
  readonly members?: readonly MemberChoice[];
  /** What is to be corrected, or what threw. */
  readonly place?: ErrorPlace;
  /** Last lines that the program printed as errors, where it went. */
  readonly stderr?: readonly string[];
}
