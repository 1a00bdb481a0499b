import type { ProgressBody } from '../../adapter/protocol';
import type { RunCost } from '../run/costText';
import type { FunctionResult } from './functionResult';
import { afterFailure, afterResult } from './openFailures';
import type { RunFailure } from '../run/runFailure';
import type { RunRequest } from '../run/runRequest';

/** The run that is going on; there is never more than one. */
export interface RunningState {
  /** The function's name once known, else its place: `sessions.js:20`. */
  readonly title: string;
  readonly progress?: ProgressBody;
  /** Absent where the file itself says how often it is called. */
  readonly cost?: RunCost;
  /** What is needed to start it is still being found out, and nothing comes of it where that is not found. */
  readonly isPreparing?: true;
  /** Id of the session that debugs the process in which it runs. */
  readonly debugSession?: string;
  /** What leaks is held until the user has looked into it. */
  readonly isHeld?: true;
  readonly stopping?: true;
}

/** A run that was stopped before anything was measured. */
export interface StoppedRun {
  readonly request: RunRequest;
  readonly title: string;
}

/** How the last run ended that said anything; a report is the first of the results. */
type LastEnd = 'report' | 'failure' | StoppedRun;

/** What there is to show, and who wants to know about changes. */
export class LeaksState {
  #results: readonly FunctionResult[] = [];
  #failures: readonly RunFailure[] = [];
  #last: LastEnd = 'report';
  #running: RunningState | undefined;
  readonly #listeners = new Set<(change: StateChange) => void>();

  /** Newest first. */
  get results(): readonly FunctionResult[] {
    return this.#results;
  }

  /** Newest first; each stays until its function is run again. */
  get failures(): readonly RunFailure[] {
    return this.#failures;
  }

  /** What went wrong in the last run; undefined where that was measured, or stopped. */
  get failure(): RunFailure | undefined {
    return this.#last === 'failure' ? this.#failures[0] : undefined;
  }

  /** The last run, where it was stopped before anything was measured. */
  get stopped(): StoppedRun | undefined {
    return typeof this.#last === 'string' ? undefined : this.#last;
  }

  get running(): RunningState | undefined {
    return this.#running;
  }

  /** @returns ends the subscription */
  onDidChange(listener: (change: StateChange) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  resultOf(key: string): FunctionResult | undefined {
    return this.#results.find((result) => result.key === key);
  }

  setRunning(running: RunningState | undefined): void {
    this.#running = running;
    this.#emit('progress');
  }

  /** Puts the result first and takes away the function's last one. */
  addResult(result: FunctionResult): void {
    this.#results = [result, ...this.#results.filter((other) => other.key !== result.key)];
    this.#failures = afterResult(this.#failures, result);
    this.#last = 'report';
    this.#emit('rows');
  }

  /** What is known of results beyond their reports, such as what is accepted; the reports stay the same. */
  updateResults(update: (result: FunctionResult) => FunctionResult): void {
    const updated = this.#results.map(update);
    if (updated.every((result, index) => result === this.#results[index])) return;
    this.#results = updated;
    this.#emit('rows');
  }

  setFailure(failure: RunFailure): void {
    this.#failures = afterFailure(this.#failures, failure);
    this.#last = 'failure';
    this.#emit('rows');
  }

  /** Nothing is known of the run but that it was wanted: it is the one to repeat. */
  setStopped(run: StoppedRun): void {
    this.#last = run;
    this.#emit('progress');
  }

  clear(): void {
    this.#results = [];
    this.#failures = [];
    this.#last = 'report';
    this.#emit('rows');
  }

  #emit(change: StateChange): void {
    for (const listener of [...this.#listeners]) {
      listener(change);
    }
  }
}

/** `progress`: only the running state changed. */
export type StateChange = 'rows' | 'progress';
