import type { ProgressBody } from '../../adapter/protocol';
import type { RunCost } from '../run/costText';
import type { FunctionResult } from './functionResult';
import type { RunFailure } from '../run/runFailure';

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

/** What there is to show, and who wants to know about changes. */
export class LeaksState {
  #results: readonly FunctionResult[] = [];
  #failure: RunFailure | undefined;
  #running: RunningState | undefined;
  readonly #listeners = new Set<(change: StateChange) => void>();

  /** Newest first. */
  get results(): readonly FunctionResult[] {
    return this.#results;
  }

  get failure(): RunFailure | undefined {
    return this.#failure;
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

  /** A new run replaces what went wrong in the last one. */
  setRunning(running: RunningState | undefined): void {
    const isNew = running !== undefined && running.isPreparing !== true;
    const forgetsFailure = isNew && this.#failure !== undefined;
    if (forgetsFailure) {
      this.#failure = undefined;
    }
    this.#running = running;
    this.#emit(forgetsFailure ? 'rows' : 'progress');
  }

  /** Puts the result first and takes away the function's last one. */
  addResult(result: FunctionResult): void {
    this.#results = [result, ...this.#results.filter((other) => other.key !== result.key)];
    this.#failure = undefined;
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
    this.#failure = failure;
    this.#emit('rows');
  }

  clear(): void {
    this.#results = [];
    this.#failure = undefined;
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
