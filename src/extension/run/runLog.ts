import type { DebugProtocol } from '@vscode/debugprotocol';
import type * as vscode from 'vscode';
import { formatReport } from '../../core/report/formatReport';
import type { LeakReport } from '../../core/report/report';
import { terminalLine } from '../../core/report/terminalText';

/** A looped function may print at every call: what is beyond this is not worth logging. */
const maxOutputLines = 5000;
const maxLineLength = 10_000;

type Stream = 'stdout' | 'stderr';

/** Writes one run to the output channel: what the target prints, line by line, and the report. */
export class RunLog {
  #lines = 0;
  /** The last line of each stream, as far as it has come. */
  readonly #unfinished = new Map<Stream, string>();

  constructor(readonly channel: vscode.LogOutputChannel) {}

  begin(title: string): void {
    this.#lines = 0;
    this.#unfinished.clear();
    this.channel.info(`── ${title}`);
  }

  /** What the target prints and what went wrong; the adapter's own report is written by `report`. */
  output({ category, output }: DebugProtocol.OutputEvent['body']): void {
    if (category === 'stdout' || category === 'stderr') {
      this.#append(category, output);
    }
  }

  report(report: LeakReport): void {
    this.end();
    this.channel.info(`\n${formatReport(report)}`);
  }

  /** What has no line feed behind it is the most interesting where a process crashed over it. */
  end(): void {
    for (const line of this.#unfinished.values()) {
      if (line !== '') this.#write(line);
    }
    this.#unfinished.clear();
  }

  /** @param text what arrived; lines may come in pieces, and between them those of the other stream */
  #append(stream: Stream, text: string): void {
    if (this.#lines > maxOutputLines) {
      return;
    }
    const lines = ((this.#unfinished.get(stream) ?? '') + text).split(/\r?\n/);
    this.#unfinished.set(stream, (lines.pop() ?? '').slice(0, maxLineLength));
    for (const line of lines) {
      this.#write(line);
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
