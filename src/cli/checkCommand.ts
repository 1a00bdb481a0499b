import { Baseline } from '../checks/baseline';
import { checkResultOf, failureOf, type MeasuredOutcome } from '../checks/checkResultOf';
import { checkOutcome } from '../core/report/checkOutcome';
import type { CheckFailure, CheckReport, CheckResult } from '../core/report/checkResult';
import { diagnose, type Limits, type Observer } from '../diagnose';
import { diagnoseTests, type JudgedTest } from '../diagnoseTests';
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
    const count = `${index + 1} of ${units.length}`;
    for await (const measured of measure(command, unit, { cwd, signal, count })) {
      const result = baseline?.accept(measured) ?? measured;
      results.push(result);
      // an update accepts what is found: it is told below, when all is known
      if (command.baseline?.update !== true) await writer.add(result);
    }
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

interface Measuring {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Which unit of how many. */
  readonly count: string;
}

async function* measure(
  command: CheckCommand,
  unit: CheckUnit,
  { cwd, signal, count }: Measuring,
): AsyncGenerator<CheckResult> {
  const progress = new ProgressLine(process.stderr);
  for await (const judged of judge(command, unit, observer(command, progress, count), signal)) {
    progress.clear();
    yield checkResultOf(unit.file, judged.name, cwd, outcomeOf(judged, signal));
  }
}

async function* judge(
  { target, limits }: CheckCommand,
  unit: CheckUnit,
  observer: Observer,
  signal: AbortSignal,
): AsyncGenerator<JudgedTest> {
  const { file } = unit;
  if (unit.kind === 'tests') {
    const screens = !namesHowMuch(limits);
    yield* diagnoseTests({ file, target, limits, screens }, observer, signal);
    return;
  }
  const request = { function: { file, at: { kind: 'check' } }, target, limits } as const;
  try {
    signal.throwIfAborted();
    const report = await diagnose(request, observer, signal);
    yield { name: report.function.name, report };
  } catch (error) {
    yield { name: unit.name, error };
  }
}

function outcomeOf(judged: JudgedTest, signal: AbortSignal): MeasuredOutcome {
  if ('report' in judged) return { report: judged.report };
  const isStopped = signal.aborted && judged.error === signal.reason;
  return { failure: isStopped ? stopped : failureOf(judged.error) };
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
