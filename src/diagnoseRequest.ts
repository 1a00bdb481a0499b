import type { BatchReport, LeakReport, PhaseName, Verdict } from './core/report/report';
import type { InspectorAddress } from './inspector/protocol/findInspector';
import type { NamedTest } from './inspector/call/findTest';
import type { FunctionSelector } from './inspector/call/resolveFunction';
import type { HeldSurvivors } from './inspector/hold/heldSurvivors';
import type { Told } from './core/report/sentence';

export type { FunctionSelector, HeldSurvivors, InspectorAddress, NamedTest };

/** Which function to loop. */
export interface FunctionReference {
  /** Absolute path of the source file, JavaScript or TypeScript. */
  readonly file: string;
  readonly at: FunctionSelector;
}

/**
 * A process of its own, which ends with the diagnosis. Where neither a program nor a command is named, the
 * function's own file is loaded, and nothing else; else that is started as ever, and Leak Loop waits until the
 * function is alive in one of its processes or their workers.
 */
export interface LaunchTarget {
  readonly kind: 'launch';
  /** Absolute path of the file to run. */
  readonly program?: string;
  /** In place of Node, its arguments and the program: what starts Node itself, such as `npm start`. */
  readonly command?: readonly [string, ...string[]];
  /** Arguments of the program. */
  readonly args?: readonly string[];
  readonly node?: string;
  readonly nodeArgs?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Of several threads in which the function lives, counted from 1. */
  readonly member?: number;
  /** How long the program may take until it is loaded, or started, and the function is alive. */
  readonly loadTimeoutMillis?: number;
}

/** A process that runs already, and goes on afterwards as it was. */
export interface AttachTarget {
  readonly kind: 'attach';
  readonly address: InspectorAddress;
  /** Whether an inspector of another machine is spoken to. */
  readonly allowsRemote?: boolean;
  /** Whether a debugger is attached to it already; a report says so. */
  readonly isDebugged?: boolean;
  /** The `threadId` of the only worker thread that is meant; absent: whichever thread has the function. */
  readonly worker?: number;
  /** Of several threads in which the function lives, counted from 1. */
  readonly member?: number;
}

/** How to reach a Node process. */
export type TargetRequest = LaunchTarget | AttachTarget;

export interface CallRequest {
  /** A JavaScript array expression evaluated in the target for each call; `i` is the call's number. */
  readonly args?: string;
  /** A JavaScript expression for the receiver (`this`). */
  readonly receiver?: string;
  /**
   * Whether a callback is passed as the last argument, so that the call lasts until that is called. Where
   * absent, the name of the last parameter decides (`cb`, `callback`, `done`, `next`), unless `args` has one.
   */
  readonly callback?: boolean;
  /**
   * Whether the function is waited for to be really called, in a process that is attached to: `this` and
   * the arguments are those of that call, in place of `receiver` and `args`.
   */
  readonly captures?: boolean;
  /** Whether an iterator or a readable stream that is returned is used up; so it is unless this is false. */
  readonly drains?: boolean;
}

export interface Limits {
  readonly maxCalls: number;
  readonly timeBudgetMillis: number;
  readonly memoryBudgetBytes: number;
  readonly callTimeoutMillis: number;
}

export const defaultLimits: Limits = {
  maxCalls: 16_383,
  timeBudgetMillis: 10_000,
  memoryBudgetBytes: 256 * 1024 * 1024,
  callTimeoutMillis: 10_000,
};

export interface DiagnoseRequest {
  readonly function: FunctionReference;
  readonly target: TargetRequest;
  readonly call?: CallRequest;
  readonly limits?: Partial<Limits>;
  /** Whether it is one of many, most of which keep nothing: see `LoopBudget`. */
  readonly screens?: boolean;
}

/** What is happening now; `message` is what a person reads. */
export interface Progress extends Told {
  readonly phase: PhaseName;
  /** The function's name, known from `warmUp` on. */
  readonly functionName?: string;
  /** From `loop` on: batches finished, calls made, and the first answer while the loop goes on to confirm it. */
  readonly batch?: number;
  readonly calls?: number;
  readonly soFar?: Verdict | 'growing';
  /** With each finished batch: all of them so far, as a report has them. */
  readonly batches?: readonly BatchReport[];
  /** A debugger has stopped the process; it goes on when that lets it. */
  readonly isPaused?: true;
}

export interface Observer {
  onProgress?(progress: Progress): void;
  /**
   * The heap snapshot, piece by piece, where one is taken. It contains values of the program, which no
   * report does.
   *
   * @param isFirst whether a snapshot begins: a second one is taken where the first tells too little
   */
  onSnapshotChunk?(chunk: string, isFirst: boolean): void;
  /** What the target prints, as it prints it. */
  onOutput?(category: 'stdout' | 'stderr', text: string): void;
  /**
   * Keeps the process after a leak was found until this resolves, or the diagnosis is aborted: what leaks can be
   * looked at meanwhile.
   */
  hold?(report: LeakReport, survivors: HeldSurvivors): Promise<void>;
}
