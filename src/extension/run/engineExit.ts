import type { Translate } from '../language';
import type { RunFailure } from './runFailure';

/**
 * How the engine's process ended, as VS Code tells it: of an end by a signal, VS Code 1.139 passes along neither
 * the signal nor a code.
 */
export interface EngineExit {
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

/** V8 aborts where its heap is at its limit: by a signal, or as shells and Windows tell it by a code. */
const abortCodes: readonly (number | undefined)[] = [134, 3, 0xc0000409];

/** Where it is not told which signal it was: our own stop is answered before, and what else ends it is the lack of memory. */
function isAborted({ code, signal }: EngineExit): boolean {
  return signal === undefined
    ? code === undefined || abortCodes.includes(code)
    : signal === 'SIGABRT';
}

/** What there is to say of an engine that ended without an answer. */
export function unansweredFailure(
  exit: EngineExit | undefined,
  t: Translate,
): Pick<RunFailure, 'code' | 'message'> {
  return exit !== undefined && isAborted(exit)
    ? {
        code: 'out-of-memory',
        message: t(
          'The heap is too large for the memory that Leak Loop has to read it in. Run with less in it: a smaller leakLoop.memoryBudget, or fewer calls with leakLoop.maxCalls.',
        ),
      }
    : {
        code: 'internal',
        message: t(
          'The run ended without an answer. The log says more; if it names no reason, run again.',
        ),
      };
}
