import { once } from 'node:events';
import type { GeneratedPosition } from '../../core/source/location';
import { inTime } from '../inTime';
import { enableDebugger } from '../protocol/enableDebugger';
import type { InspectorClient } from '../protocol/inspectorClient';
import type { RemoteObject } from '../protocol/remoteObject';
import { guardedRun } from '../loop/guardedRun';
import { atLeast } from '../process/nodeVersion';
import type { Target } from '../process/target';

/** Between a process's last answer, a refusal, and the moment when it is known why the connection was lost. */
const mostMillisToEnd = 2_000;

/** A place in a running script. */
export interface ScriptPlace extends GeneratedPosition {
  readonly scriptId: string;
}

/**
 * Breakpoints at which the program never stops: their condition calls a function of ours that
 * records and answers false. Disposing of them takes all away again.
 */
export class RecordingBreakpoints implements AsyncDisposable {
  readonly #breakpoints: string[] = [];
  #recorders = 0;

  private constructor(private readonly target: Target) {}

  static async open(target: Target): Promise<RecordingBreakpoints> {
    await enableDebugger(target.client);
    return new RecordingBreakpoints(target);
  }

  /**
   * For functions that the calls themselves make, too (callbacks, executors of promises). Since Node 24 all closures
   * of a function run what V8 has noted in one place, and a breakpoint changes that through a closure that exists:
   * after a snapshot there may be none, and no breakpoint in it is ever reached. So one call is made first.
   *
   * @param millis that are left for it
   */
  static async afterCall(
    target: Target,
    millis: number,
    callTimeoutMillis: number,
  ): Promise<RecordingBreakpoints> {
    if (millis > 0 && atLeast(target.description.nodeVersion, '24.0.0')) {
      await guardedRun(target, 1, millis, callTimeoutMillis);
    }
    return RecordingBreakpoints.open(target);
  }

  /**
   * Makes a function of the target callable from conditions.
   *
   * @returns the expression that names it there
   */
  async expose(recorder: RemoteObject): Promise<string> {
    const name = `leak-loop.recorder.${String(this.#recorders++)}`;
    await this.target.client.send('Runtime.callFunctionOn', {
      objectId: recorder.objectId,
      functionDeclaration: `function () { Object.defineProperty(globalThis, Symbol.for('${name}'), { value: this, configurable: true }) }`,
    });
    return `globalThis[Symbol.for('${name}')]`;
  }

  /**
   * V8 takes the nearest place to stop at or behind the one that is asked for.
   * (`getPossibleBreakpoints` finds none on Node 24.)
   */
  async add(at: ScriptPlace, condition: string): Promise<void> {
    try {
      const { breakpointId } = await this.target.client.send('Debugger.setBreakpoint', {
        location: { scriptId: at.scriptId, lineNumber: at.line0, columnNumber: at.column0 },
        condition,
      });
      this.#breakpoints.push(breakpointId);
    } catch (error) {
      if (this.target.client.gone.aborted) throw error;
      // Behind the last place of the script, or asked for twice: nothing is recorded there.
    }
  }

  /** Where a function is entered; nothing where V8 knows no place of it. */
  async addOnCall({ objectId }: RemoteObject, condition: string): Promise<void> {
    try {
      const { breakpointId } = await this.target.client.send(
        'Debugger.setBreakpointOnFunctionCall',
        {
          objectId,
          condition,
        },
      );
      this.#breakpoints.push(breakpointId);
    } catch (error) {
      if (this.target.client.gone.aborted) throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { client } = this.target;
    if (client.gone.aborted) return;
    try {
      await this.#takeAway();
    } catch (error) {
      // A process that ends meanwhile has taken all of them along; that it did is for others to tell.
      await inTime(whenGone(client), mostMillisToEnd, () => error as Error);
    }
  }

  async #takeAway(): Promise<void> {
    const { client } = this.target;
    for (const breakpointId of this.#breakpoints) {
      await client.send('Debugger.removeBreakpoint', { breakpointId });
    }
    await client.send('Runtime.evaluate', {
      expression: `for (let i = 0; i < ${String(this.#recorders)}; i++) delete globalThis[Symbol.for('leak-loop.recorder.' + i)]`,
    });
    await client.send('Debugger.disable');
  }
}

async function whenGone({ gone }: InspectorClient): Promise<void> {
  if (!gone.aborted) await once(gone, 'abort');
}
