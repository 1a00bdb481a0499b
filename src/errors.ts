/**
 * The errors of Leak Loop.
 *
 * Only a {@link UserError} ever reaches a user, and its message contains the remedy. Everything
 * else that is thrown is a bug of ours and goes to the log with its stack.
 */

import { said, textOf, type Sentence } from './core/report/sentence';

/** What went wrong, for programs: command line, debug adapter and extension react to the code, never to the text. */
export type UserErrorCode =
  | 'usage'
  | 'file-not-found'
  | 'no-function'
  | 'no-closure'
  | 'no-receiver'
  | 'syntax-error'
  | 'import-failed'
  | 'throws-at-once'
  | 'never-settles'
  | 'target-exited'
  | 'bad-arguments'
  | 'cannot-capture'
  | 'bad-check'
  | 'setup-failed'
  | 'runner-missing'
  | 'test-not-reached'
  | 'node-missing'
  | 'node-too-old'
  | 'not-compiled'
  | 'inspector-unavailable'
  | 'not-node'
  | 'wrong-process'
  | 'not-loaded'
  | 'busy'
  | 'several-members'
  | 'not-loopback'
  | 'connection-lost';

/** A function that the user may have meant instead; lines and columns are 1-based, in source terms. */
export interface FunctionChoice {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/** An object that a method can be called on. */
export interface ReceiverChoice {
  /** What leads to it from what the file exports, or its place among the `instances` that are alive. */
  readonly expression: string;
  /** What leads to it from the variables that the method can see, `pools[1]`, or other files have: `pool in app.js`. */
  readonly variable?: string;
  /** Sizes of what it holds, to tell it from others: `rows: Array(3)`; may be empty. */
  readonly holds: string;
}

/** One of several threads in which the function lives. */
export interface MemberChoice {
  /** What chooses it, from 1 on. */
  readonly member: number;
  /** `worker 2 (pool, worker.js) of process 4711` */
  readonly description: string;
  /** What the description is composed of. */
  readonly wording?: Sentence;
}

/** Where somebody has to look; 1-based, in the file that was read. */
export interface ErrorPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export class UserError extends Error {
  override readonly name: string = 'UserError';

  constructor(
    readonly code: UserErrorCode,
    readonly sentence: Sentence,
    /**
     * `choices`: functions to offer instead (for `no-function`). `receivers`: objects to offer (for
     * `no-receiver`); `receiverMaker`: an expression that makes one. `members`: threads to choose from (for
     * `several-members`). `place`: what is to be corrected, or what threw. `stderr`: last lines of the target.
     */
    readonly details: {
      readonly choices?: readonly FunctionChoice[];
      readonly receivers?: readonly ReceiverChoice[];
      readonly receiverMaker?: string;
      readonly members?: readonly MemberChoice[];
      readonly place?: ErrorPlace;
      readonly stderr?: readonly string[];
      readonly cause?: unknown;
    } = {},
  ) {
    super(textOf(sentence), details.cause === undefined ? undefined : { cause: details.cause });
  }
}

/** The command line, or a configuration, could not be understood (exit code 64). */
export class UsageError extends UserError {
  override readonly name = 'UsageError';
  /** @param message as plain text where only the command line can say it, in English */
  constructor(message: Sentence | string) {
    super('usage', typeof message === 'string' ? said`${message}` : message);
  }
}

/** Why a run is aborted that somebody has stopped. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
  readonly sentence = said`stopped`;
  constructor() {
    super('stopped');
  }
}

/** Why a part of the work was not begun; what is known without it stands. */
export class DeclinedError extends Error {
  override readonly name = 'DeclinedError';
  constructor(readonly sentence: Sentence) {
    super(textOf(sentence));
  }
}

/** What an error says, to be put into a sentence. */
export function wordsOf(error: Error): Sentence | string {
  const isOurs =
    error instanceof UserError || error instanceof StoppedError || error instanceof DeclinedError;
  return isOurs ? error.sentence : error.message;
}
