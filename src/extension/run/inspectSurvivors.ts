import * as vscode from 'vscode';
import { functionName, type FunctionResult } from '../leaksView/functionResult';
import type { LeakNode } from '../leaksView/leakNode';
import { resultOf } from '../leaksView/resultOf';
import type { LeaksState } from '../leaksView/leaksState';
import { plainText } from '../plainText';
import { costSentence } from './costText';
import { limitsOf } from './limitsOf';
import type { OnceOnly, RunOutcome } from './runs';

interface InspectionRun {
  readonly state: Pick<LeaksState, 'results'>;
  /** Resolves when the run has ended; undefined where none was started. */
  run(result: FunctionResult, extra: OnceOnly): Promise<RunOutcome | undefined>;
}

/** Runs a function once more, and keeps the process until the user has looked into what leaks. */
export async function inspectSurvivors(
  node: LeakNode | undefined,
  by: InspectionRun,
): Promise<void> {
  const result = resultOf(node) ?? by.state.results[0];
  if (result === undefined || !(await isAgreed(result))) return;
  const outcome = await by.run(result, { inspect: true });
  if (outcome?.kind !== 'report' || outcome.result.report.verdict === 'leak') return;
  const name = plainText(functionName(result.report.function), 80);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('There is nothing to inspect: {0} was not seen to leak this time.', name),
  );
}

async function isAgreed({ report, request }: FunctionResult): Promise<boolean> {
  const { t } = vscode.l10n;
  const go = t('Run and Inspect');
  const name = plainText(functionName(report.function), 80);
  const why = t(
    'The last run has let go of what leaks. This one holds it until you continue it in the debug toolbar.',
  );
  const detail = `${why} ${costSentence(limitsOf(request), t)}`;
  const question = t('{0} is run once more to inspect what leaks.', name);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, go)) === go;
}
