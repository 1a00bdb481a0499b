import { formatReport } from '../core/report/formatReport';
import type { LeakReport } from '../core/report/report';
import { diagnose, type Observer } from '../diagnose';
import { UsageError } from '../errors';
import { exitCodeOf, exitCodes } from '../exitCodes';
import { sourceLineReader } from '../sourceLineReader';
import { errorText } from './errorText';
import type { RunCommand } from './parseCommandLine';
import { ProgressLine } from './progressLine';
import { checkWritable, writeReportFile } from './reportFile';
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
    if (command.jsonFile !== undefined) {
      checkWritable(command.jsonFile);
    }
    const report = await diagnose(command.request, observer(command, progress), signal);
    progress.clear();
    await writeResults(command, report, cwd);
    return exitCodeOf(report.verdict);
  } catch (error) {
    progress.clear();
    const isStop = signal.aborted && error === signal.reason;
    const text = isStop ? stoppedText : errorText(error, command.request.function.file, cwd);
    await write(process.stderr, text);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.notMeasured;
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
  await write(process.stdout, command.reporter === 'json' ? json : textOf(report, cwd));
  if (command.jsonFile !== undefined) {
    writeReportFile(command.jsonFile, json);
  }
}

function textOf(report: LeakReport, cwd: string): string {
  const { stdout } = process;
  return formatReport(report, {
    cwd,
    color: wantsColor(stdout.isTTY),
    // some terminals say 0; lines longer than 120 are hard to read
    width: Math.min(120, (stdout.isTTY && stdout.columns) || 100),
    sourceLine: sourceLineReader(),
  });
}

/** https://no-color.org and https://force-color.org: set and not empty. */
function wantsColor(isTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') {
    return false;
  }
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') {
    return FORCE_COLOR !== '0';
  }
  return isTerminal && TERM !== 'dumb';
}
