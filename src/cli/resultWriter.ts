import { formatCheck } from '../core/report/formatCheck';
import { formatChecksHtml } from '../core/report/formatChecksHtml';
import { formatChecksMarkdown } from '../core/report/formatChecksMarkdown';
import { formatTotal } from '../core/report/formatChecks';
import type { CheckReport, CheckResult } from '../core/report/checkResult';
import { sourceLineReader } from '../sourceLineReader';
import { formatForCi } from './formatForCi';
import { writeResultFiles } from './resultFiles';
import type { ResultOptions } from './resultOptions';
import { terminalFormat } from './terminalFormat';
import { write } from './write';

/** Writes the results of checks as they come, and what stands below them. */
export class ResultWriter {
  readonly #sourceLine = sourceLineReader();

  constructor(private readonly options: ResultOptions) {}

  /** A terminal is told at once; the other reporters need all results. */
  async add(result: CheckResult): Promise<void> {
    if (this.options.reporter !== 'text') return;
    await write(process.stdout, formatCheck(result, terminalFormat(this.#sourceLine)));
  }

  /** The screen first: it is there even if the file cannot be written after all. */
  async end(report: CheckReport): Promise<void> {
    const json = `${JSON.stringify(report, null, 2)}\n`;
    await write(process.stdout, this.#total(report, json));
    const documents = { sourceLine: this.#sourceLine };
    writeResultFiles(this.options, {
      json: () => json,
      html: () => formatChecksHtml(report, documents),
      markdown: () => formatChecksMarkdown(report, documents),
    });
  }

  #total(report: CheckReport, json: string): string {
    switch (this.options.reporter) {
      case 'text':
        return formatTotal(report);
      case 'json':
        return json;
      case 'junit':
      case 'github':
        return formatForCi(this.options.reporter, report);
    }
  }
}
