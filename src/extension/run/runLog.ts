import type { DebugProtocol } from '@vscode/debugprotocol';
import type * as vscode from 'vscode';
import { formatReport } from '../../core/report/formatReport';
import type { LeakReport } from '../../core/report/report';
import { terminalLine } from '../../core/report/terminalText';

/** A looped function may print at every call: what is beyond this is not worth logging. */
const maxOutputLines = 5000;
const maxLineLength = 10_000;

/** Writes one run to the output channel: what the target prints, line by line, and the report. */
export class RunLog {
  #lines = 0;
  #unfinished = '';

  constructor(readonly channel: vscode.LogOutputChannel) {}

  begin(title: string): void {
    this.#lines = 0;
    this.#unfinished = '';
    this.channel.info(`── ${title}`);
  }

  /** What the target prints and what went wrong; the adapter's own report is written by `report`. */
  output({ category, output }: DebugProtocol.OutputEvent['body']): void {
    if (category === 'stdout' || category === 'stderr') {
      this.#append(output);
    }
  }

  report(report: LeakReport): void {
    this.#flush();
    this.channel.info(`\n${formatReport(report)}`);
  }

  /** @param text what arrived; lines may come in pieces */
  #append(text: string): void {
    if (this.#lines > maxOutputLines) {
      return;
    }
    const lines = (this.#unfinished + text).split(/\r?\n/);
    this.#unfinished = (lines.pop() ?? '').slice(0, maxLineLength);
    for (const line of lines) {
      this.#write(line);
    }
  }

  #flush(): void {
    if (this.#unfinished !== '') {
      this.#write(this.#unfinished);
      this.#unfinished = '';
    }
  }

  #write(line: string): void {
    this.#lines++;
    if (this.#lines <= maxOutputLines) {
      this.channel.info(`  ${terminalLine(line.slice(0, maxLineLength))}`);
    } else if (this.#lines === maxOutputLines + 1) {
      this.channel.warn('Further output of this run is not logged.');
    }
  }
}
