import * as vscode from 'vscode';
import { ownLocation } from '../core/report/describeCause';
import { formatReport } from '../core/report/formatReport';
import type { Location, Suspect } from '../core/report/report';
import type { LeakNode } from './leaksView/leakNode';
import type { LeaksState } from './leaksView/leaksState';
import { openLocation } from './openLocation';
import { resultOf } from './leaksView/resultOf';

/** Opens the line that adds to the leak; the next best place where it is not known. */
export async function goToGrowthSite(node: LeakNode | undefined, state: LeaksState): Promise<void> {
  const suspect = suspectOf(node) ?? state.results[0]?.report.suspects[0];
  await openOrExplain(
    suspect && (ownLocation(suspect) ?? suspect.allocationSite?.location ?? suspect.type.location),
  );
}

/** Opens the declaration of what holds the leak. */
export async function goToHolder(node: LeakNode | undefined, state: LeaksState): Promise<void> {
  const suspect = suspectOf(node) ?? state.results[0]?.report.suspects[0];
  await openOrExplain(suspect?.leakRoot.location);
}

/** Copies the report of a row's function, of the newest without a row, as text. */
export async function copyReport(node: LeakNode | undefined, state: LeaksState): Promise<void> {
  const result = resultOf(node) ?? state.results[0];
  if (result === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no report to copy yet. Run a function first.'),
    );
    return;
  }
  const folder = vscode.workspace.getWorkspaceFolder(
    vscode.Uri.file(result.report.function.location.file),
  );
  await vscode.env.clipboard.writeText(
    formatReport(result.report, folder === undefined ? {} : { cwd: folder.uri.fsPath }),
  );
  vscode.window.setStatusBarMessage(vscode.l10n.t('Report copied'), 3000);
}

async function openOrExplain(location: Location | undefined): Promise<void> {
  if (location === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The place is not known. The chain below the cause shows what is.'),
    );
    return;
  }
  await openLocation(location);
}

function suspectOf(node: LeakNode | undefined): Suspect | undefined {
  return node?.kind === 'cause' ? node.suspect : undefined;
}
