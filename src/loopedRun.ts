import type { LiveFunction } from './inspector/call/resolveFunction';
import type { Deadline } from './inspector/deadline';
import type { Loop } from './inspector/loop/runLoop';
import type { WarmUp } from './inspector/loop/warmUp';
import type { PhaseClock } from './inspector/phaseClock';
import type { Target } from './inspector/process/target';
import type { Scripts } from './inspector/source/scripts';
import type { Limits } from './diagnoseRequest';
import type { ProgressReporter } from './progressReporter';

/** A function that has been looped in a process that still runs: what the explaining steps work on. */
export interface LoopedRun {
  readonly target: Target;
  readonly scripts: Scripts;
  readonly live: LiveFunction;
  readonly loop: Loop;
  readonly warm: WarmUp;
  readonly limits: Limits;
  readonly clock: PhaseClock;
  readonly progress: ProgressReporter;
  /** Whether one of many functions is looked at, each as short as possible. */
  readonly screens: boolean;
  /** For all that follows the loop. */
  readonly deadline: Deadline;
}

/** Calls that the batches of a loop have made. */
export function callsOf({ batches }: Loop): number {
  return batches.reduce((sum, { calls }) => sum + calls, 0);
}
