import * as vscode from 'vscode';
import { remedyAction, remedyLabel } from '../leaksView/describeFailure';
import { verdictText } from '../leaksView/describeResult';
import { functionName, type FunctionResult } from '../leaksView/functionResult';
import { commandIds, viewIds } from '../ids';
import { remediesOf } from './remediesOf';
import type { LeaksView } from '../leaksView/leaksView';
import { failureKey } from '../leaksView/openFailures';
import { plainLine, plainText } from '../plainText';
import type { RemedyName } from '../leaksView/leakNode';
import type { RunFailure } from './runFailure';
import type { RunOutcome } from './runs';
import { messageOf } from '../inEditor';

/** Brings the end of a run to the user: in the view, or with a notification when the view is hidden. */
export async function presentOutcome(outcome: RunOutcome, view: LeaksView): Promise<void> {
  switch (outcome.kind) {
    case 'report':
      await presentResult(outcome.result, view);
      break;
    case 'failed':
      await presentFailure(outcome.failure, view);
      break;
    case 'stopped':
      vscode.window.setStatusBarMessage(
        vscode.l10n.t('Leak Loop: stopped before anything was measured'),
        5000,
      );
      break;
  }
}

async function presentResult(result: FunctionResult, view: LeaksView): Promise<void> {
  if (view.isVisible) {
    await view.presentResult(result);
    return;
  }
  const show = vscode.l10n.t('Show');
  const message = `${plainText(functionName(result.report.function), 80)}: ${verdictText(result, vscode.l10n.t)}`;
  if ((await vscode.window.showInformationMessage(message, show)) === show) {
    await vscode.commands.executeCommand(`${viewIds.leaks}.focus`);
  }
}

/** What only needs a choice (of a function, a thread, an object) is answered with the pick at once. */
async function presentFailure(failure: RunFailure, view: LeaksView): Promise<void> {
  if (failure.choices !== undefined && failure.choices.length > 0) {
    await vscode.commands.executeCommand(commandIds.chooseFunction);
    return;
  }
  if (failure.members !== undefined) {
    await applyRemedy('chooseMember', failure);
    return;
  }
  if (failure.receivers !== undefined) {
    await applyRemedy('setReceiver', failure);
    return;
  }
  if (view.isVisible) {
    return;
  }
  const buttons = remediesOf(failure).map((remedy) => ({
    remedy,
    title: remedyLabel(remedy, vscode.l10n.t),
  }));
  const message = plainLine(messageOf(failure, vscode.l10n.t), 1000);
  const picked = await vscode.window.showErrorMessage(message, ...buttons);
  if (picked !== undefined) {
    await applyRemedy(picked.remedy, failure);
  }
}

async function applyRemedy(remedy: RemedyName, failure: RunFailure): Promise<void> {
  const action = remedyAction(remedy, failure);
  switch (action.kind) {
    case 'command': {
      const row = { kind: 'failure', id: failureKey(failure), failure };
      await vscode.commands.executeCommand(commandIds[action.command], row);
      break;
    }
    case 'settings':
      await vscode.commands.executeCommand('workbench.action.openSettings', action.search);
      break;
    case 'location':
      await vscode.commands.executeCommand(commandIds.goToLocation, action.location);
      break;
  }
}
