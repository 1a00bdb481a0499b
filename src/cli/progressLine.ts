import type { Progress } from '../diagnose';
import { progressText } from '../progressText';
import { truncated } from '../core/report/terminalText';

/** One line on a terminal that is rewritten as the run goes on; nothing at all elsewhere. */
export class ProgressLine {
  #shown = '';

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly enabled = isTerminal(stream),
  ) {}

  show(progress: Progress): void {
    if (!this.enabled) {
      return;
    }
    // one column is left free: a full line would wrap and could not be rewritten
    this.#shown = truncated(progressText(progress), (this.stream.columns || 80) - 1);
    this.#rewrite(this.#shown);
  }

  /** Writes other text to the stream and puts the line back below it. */
  writeAbove(text: string): void {
    const above = this.#shown === '' ? '' : eraseLine;
    const below = this.#shown === '' ? '' : `${text.endsWith('\n') ? '' : '\n'}${this.#shown}`;
    this.stream.write(above + text + below);
  }

  clear(): void {
    if (this.#shown !== '') {
      this.#shown = '';
      this.#rewrite('');
    }
  }

  #rewrite(text: string): void {
    this.stream.write(eraseLine + text);
  }
}

/** Carriage return, then EL (ECMA-48 §8.3.41): erase the whole line. */
const eraseLine = '\r\u001b[2K';

function isTerminal(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env['TERM'] !== 'dumb';
}
