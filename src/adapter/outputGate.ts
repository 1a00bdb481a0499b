import { formatNumberOf } from '../core/report/quantities';

/** How much of a target's output passes. */
export interface OutputLimits {
  readonly linesPerSecond: number;
  readonly lines: number;
  /** Characters of one line. */
  readonly lineLength: number;
}

/** A loop of 16,383 calls that print a line each would choke the client, which draws every line. */
export const defaultOutputLimits: OutputLimits = {
  linesPerSecond: 100,
  lines: 2_000,
  lineLength: 2_000,
};

/** Lets a target's output pass up to its limits; one line then tells how much was left out. */
export class OutputGate {
  #secondStarted = Number.NEGATIVE_INFINITY;
  #linesThisSecond = 0;
  #lines = 0;
  #leftOut = 0;

  constructor(private readonly limits: OutputLimits = defaultOutputLimits) {}

  /**
   * What of a piece of output may pass now, perhaps nothing.
   *
   * @param now milliseconds of any monotonic clock
   */
  pass(text: string, now: number): string {
    const note = this.#startSecond(now);
    const lines = text.split(/(?<=\n)/);
    const allowed = Math.min(
      this.limits.linesPerSecond - this.#linesThisSecond,
      this.limits.lines - this.#lines,
    );
    const passing = lines.slice(0, Math.max(0, allowed));
    this.#lines += passing.length;
    this.#linesThisSecond += passing.length;
    this.#leftOut += lines.length - passing.length;
    return note + passing.map((line) => this.#shortened(line)).join('');
  }

  /** The line that tells what was left out since the last one; empty if nothing was. */
  takeNote(): string {
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    return leftOut === 0 ? '' : `… ${formatNumberOf(leftOut, 'line')} of output left out\n`;
  }

  /** After the last line of all, the note waits for the end instead of being repeated every second. */
  #startSecond(now: number): string {
    if (now - this.#secondStarted < 1000) {
      return '';
    }
    this.#secondStarted = now;
    this.#linesThisSecond = 0;
    return this.#lines < this.limits.lines ? this.takeNote() : '';
  }

  #shortened(line: string): string {
    const { lineLength } = this.limits;
    return line.length <= lineLength
      ? line
      : `${line.slice(0, lineLength)}…${line.endsWith('\n') ? '\n' : ''}`;
  }
}
