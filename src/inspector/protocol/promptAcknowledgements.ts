/** Milliseconds after a message. */
const soonest = 1;
const latest = 8;
/** After one message, at most. */
const mostSent = 6;

export interface Acknowledging {
  /** Whether an answer is waited for that may be on its way. */
  isNeeded(): boolean;
  /** Sends something that changes nothing; resolves when it is answered. */
  send(): Promise<unknown>;
}

/**
 * Spares the 40 ms that an answer of Node's inspector waits behind an event.
 *
 * Only for commands during which the program does nothing: a process hangs, and computes for ever, where
 * something more comes while it exits.
 *
 * The inspector leaves Nagle's algorithm on: a second small message is held back until the first one is
 * acknowledged, which the kernel puts off for 40 ms unless we send something. So something is sent soon
 * after a message that came while answers are pending; and, as the answer to that is such a message
 * too, once more after twice the time, and so on for a while. Measured: `Debugger.enable` takes 5 ms
 * instead of 45, and so does every command while V8 tracks the heap and sends two events each 50 ms.
 */
export class PromptAcknowledgements implements Disposable {
  #timer: NodeJS.Timeout | undefined;
  /** Commands of others so far. */
  #commands = 0;
  /** Of our own, since the last message. */
  #sent = 0;

  constructor(private readonly connection: Acknowledging) {}

  /** A command was sent, which acknowledges all that came before. */
  sent(): void {
    this.#commands++;
    this.#cancel();
  }

  /** An event came, or the answer to a command. */
  received(): void {
    this.#sent = 0;
    this.#acknowledgeIn(soonest);
  }

  #acknowledgeIn(millis: number): void {
    if (!this.connection.isNeeded() || millis > latest || this.#sent === mostSent) return;
    this.#timer ??= setTimeout(() => this.#acknowledge(millis), millis);
  }

  #acknowledge(millis: number): void {
    this.#timer = undefined;
    if (!this.connection.isNeeded()) return;
    this.#sent++;
    const commands = this.#commands;
    this.connection.send().then(
      () => this.#acknowledgeIn(this.#commands > commands ? soonest : 2 * millis),
      () => undefined, // the connection is gone, and others say so
    );
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }
}
