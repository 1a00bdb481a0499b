import { Baseline } from '../checks/baseline';
import { checkResultOf, failureOf } from '../checks/checkResultOf';
import { checkOutcome } from '../core/report/checkOutcome';
import type { CheckFailure, CheckReport, CheckResult } from '../core/report/checkResult';
import { diagnose, type Limits, type Observer } from '../diagnose';
import { exitCodeOfChecks } from '../exitCodes';
import { checkUnits, type CheckUnit } from './checkUnits';
import type { CheckCommand } from './parseCheck';
import { ProgressLine } from './progressLine';
import { checkWritable, writeReportFile } from './reportFile';
import { checkResultFiles } from './resultFiles';
import { ResultWriter } from './resultWriter';

/**
 * Judges each check by itself, one after the other, since they measure; resolves to the exit code.
 *
 * @throws UserError where there is nothing to judge, or results could not be written
 */
export async function checkCommand(
  command: CheckCommand,
  cwd: string,
  signal: AbortSignal,
): Promise<number> {
  checkResultFiles(command);
  if (command.baseline !== undefined) checkWritable(command.baseline.file);
  const baseline = command.baseline && Baseline.read(command.baseline.file);
  const units = await checkUnits(command, cwd);
  const writer = new ResultWriter(command);
  const results: CheckResult[] = [];
  for (const [index, unit] of units.entries()) {
    const measured = await measure(command, unit, cwd, signal, `${index + 1} of ${units.length}`);
    const result = baseline?.accept(measured) ?? measured;
    results.push(result);
    // an update accepts what is found: it is told below, when all is known
    if (command.baseline?.update !== true) await writer.add(result);
  }
  const report = await finish(command, results, baseline, writer);
  await writer.end(report);
  return exitCodeOfChecks(report.checks.map(checkOutcome));
}

async function finish(
  { baseline: option, shard }: CheckCommand,
  results: readonly CheckResult[],
  baseline: Baseline | undefined,
  writer: ResultWriter,
): Promise<CheckReport> {
  const part = shard === undefined ? {} : { shard };
  if (option?.update !== true || baseline === undefined) {
    const stale = baseline?.stale(results) ?? [];
    return { version: 1, checks: results, ...part, ...(stale.length === 0 ? {} : { stale }) };
  }
  const updated = baseline.updated(results, new Date().toISOString().slice(0, 10));
  writeReportFile(option.file, updated.text);
  const checks = results.map((result) => updated.accept(result));
  for (const result of checks) await writer.add(result);
  return { version: 1, checks, ...part };
}

const stopped: CheckFailure = {
  code: 'stopped',
  message: 'Stopped before anything was measured; run it again.',
};

async function measure(
  command: CheckCommand,
  { function: judged, name }: CheckUnit,
  cwd: string,
  signal: AbortSignal,
  count: string,
): Promise<CheckResult> {
  const { file } = judged;
  const progress = new ProgressLine(process.stderr);
  try {
    signal.throwIfAborted();
    const report = await diagnose(
      {
        function: judged,
        target: command.target,
        limits: command.limits,
        screens: command.tests && !namesHowMuch(command.limits),
      },
      observer(command, progress, count),
      signal,
    );
    return checkResultOf(file, report.function.name, cwd, { report });
  } catch (error) {
    const failure = signal.aborted && error === signal.reason ? stopped : failureOf(error);
    return checkResultOf(file, name, cwd, { failure });
  } finally {
    progress.clear();
  }
}

/** Whoever says how many calls a test gets, or how long, means it. */
function namesHowMuch({ maxCalls, timeBudgetMillis }: Partial<Limits>): boolean {
  return maxCalls !== undefined || timeBudgetMillis !== undefined;
}

function observer({ showOutput }: CheckCommand, progress: ProgressLine, count: string): Observer {
  return {
    onProgress: (step) => progress.show({ ...step, message: `${count} · ${step.message}` }),
    ...(showOutput ? { onOutput: (_category, text) => progress.writeAbove(text) } : {}),
  };
}
