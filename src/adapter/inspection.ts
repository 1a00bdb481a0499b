import { Event, StoppedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { LeakReport } from '../core/report/report';
import { said } from '../core/report/sentence';
import type { HeldSurvivors } from '../diagnose';
import type { Say } from './clientLanguage';
import { HeldView } from './heldView';
import { leakLoopEvents } from './protocol';

/**
 * What a client may ask of a session: nothing while it measures, and everything about what leaks while that is
 * held for inspection, when the session looks like a program that has stopped.
 */
export class Inspection {
  #held: { readonly view: HeldView; letGo(): void } | undefined;

  constructor(
    private readonly send: (event: DebugProtocol.Event) => void,
    private readonly say: Say,
  ) {}

  /** Resolves when the user lets go of it; Stop and the end of the process end it from outside. */
  async hold(report: LeakReport, survivors: HeldSurvivors): Promise<void> {
    const view = new HeldView(report, survivors, this.say);
    const released = new Promise<void>((letGo) => (this.#held = { view, letGo }));
    this.send(new Event(leakLoopEvents.held));
    this.send(stopped(this.say(said`What leaks is held for inspection`)));
    await released;
    this.#held = undefined;
  }

  /** The user's *Continue*. */
  letGo(): void {
    this.#held?.letGo();
  }

  stackFrames(): DebugProtocol.StackFrame[] {
    return this.#held === undefined ? [] : [this.#held.view.frame()];
  }

  scopes(): DebugProtocol.Scope[] {
    return this.#held?.view.scopes() ?? [];
  }

  async variables(args: DebugProtocol.VariablesArguments): Promise<DebugProtocol.Variable[]> {
    return (await this.#held?.view.variables(args)) ?? [];
  }

  /** @throws what the expression throws */
  async evaluate({
    expression,
    context,
  }: DebugProtocol.EvaluateArguments): Promise<DebugProtocol.EvaluateResponse['body']> {
    if (this.#held === undefined) throw new Error(this.say(nothingHeld));
    // What the editor evaluates by itself, such as on hovering, must change nothing.
    const { value, ...variable } = await this.#held.view.evaluate(expression, context === 'repl');
    return { result: value, ...variable };
  }
}

const nothingHeld = said`There is nothing to evaluate in while Leak Loop measures. Inspect Survivors keeps the process for it.`;

/** The reason is the one for which VS Code shows Run and Debug, where `debug.openDebug` does not forbid it. */
function stopped(description: string): DebugProtocol.StoppedEvent {
  const event: DebugProtocol.StoppedEvent = new StoppedEvent('breakpoint', 1);
  event.body = { ...event.body, description, text: description };
  return event;
}
