import { basename } from 'node:path';
import { checkResultOf, failureOf } from '../checks/checkResultOf';
import { formatHtml } from '../core/report/formatHtml';
import { formatMarkdown } from '../core/report/formatMarkdown';
import { formatReport } from '../core/report/formatReport';
import type { LeakReport } from '../core/report/report';
import { diagnose, type Observer } from '../diagnose';
import { exitCodeOf, exitCodeOfError } from '../exitCodes';
import { sourceLineReader } from '../sourceLineReader';
import { errorText } from './errorText';
import { formatForCi, isForCi } from './formatForCi';
import type { RunCommand } from './parseCommandLine';
import { ProgressLine } from './progressLine';
import { checkResultFiles, writeResultFiles } from './resultFiles';
import { terminalFormat } from './terminalFormat';
import { write } from './write';

const stoppedText = 'leak-loop: stopped before anything was measured\n';

/** Runs one diagnosis, writes its results and resolves to the exit code. */
export async function runCommand(
  command: RunCommand,
  cwd: string,
  signal: AbortSignal,
): Promise<number> {
  const progress = new ProgressLine(process.stderr);
  try {
    checkResultFiles(command);
    const report = await diagnose(command.request, observer(command, progress), signal);
    progress.clear();
    await writeResults(command, report, cwd);
    return exitCodeOf(report.verdict);
  } catch (error) {
    progress.clear();
    const isStop = signal.aborted && error === signal.reason;
    const text = isStop ? stoppedText : errorText(error, command.request.function.file, cwd);
    await write(process.stderr, text);
    if (!isStop) await writeFailure(command, error, cwd);
    return exitCodeOfError(error);
  }
}

function observer({ showOutput }: RunCommand, progress: ProgressLine): Observer {
  return {
    onProgress: (step) => progress.show(step),
    ...(showOutput ? { onOutput: (_category, text) => progress.writeAbove(text) } : {}),
  };
}

/** Text first: it is on the screen even if the file cannot be written after all. */
async function writeResults(command: RunCommand, report: LeakReport, cwd: string): Promise<void> {
  const json = `${JSON.stringify(report, null, 2)}\n`;
  await write(process.stdout, textOf(command, report, json, cwd));
  const documents = { cwd, sourceLine: sourceLineReader() };
  writeResultFiles(command, {
    json: () => json,
    html: () => formatHtml(report, documents),
    markdown: () => formatMarkdown(report, documents),
  });
}

/** A CI server reads standard output only: what could not be measured must stand there, too. */
async function writeFailure(command: RunCommand, error: unknown, cwd: string): Promise<void> {
  const { reporter, request } = command;
  if (!isForCi(reporter)) return;
  const { file } = request.function;
  const result = checkResultOf(file, basename(file), cwd, { failure: failureOf(error) });
  await write(process.stdout, formatForCi(reporter, { version: 1, checks: [result] }));
}

function textOf(
  { reporter, request }: RunCommand,
  report: LeakReport,
  json: string,
  cwd: string,
): string {
  switch (reporter) {
    case 'text':
      return formatReport(report, { ...terminalFormat(sourceLineReader()), cwd });
    case 'json':
      return json;
    case 'junit':
    case 'github': {
      const name = report.function.name;
      const result = checkResultOf(request.function.file, name, cwd, { report });
      return formatForCi(reporter, { version: 1, checks: [result] });
    }
  }
}
