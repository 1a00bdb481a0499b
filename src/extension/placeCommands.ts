import * as vscode from 'vscode';
import { ownLocation } from '../core/report/describeCause';
import { formatCause } from '../core/report/formatCause';
import { formatReport } from '../core/report/formatReport';
import type { Location, Suspect } from '../core/report/report';
import { textLayout } from '../core/report/textLayout';
import { completeReport } from './export/exportFormats';
import type { ResultEdits } from './editor/resultEdits';
import { lineKey, type FunctionResult } from './leaksView/functionResult';
import type { LeakNode } from './leaksView/leakNode';
import type { LeaksState } from './leaksView/leaksState';
import type { LocationOpener } from './locationOpener';
import { resultOf } from './leaksView/resultOf';

/** The commands that open a place of a result: where it is by now, as edits move lines. */
export class PlaceCommands {
  constructor(
    private readonly state: Pick<LeaksState, 'results' | 'resultOf'>,
    private readonly edits: Pick<ResultEdits, 'placeNow'>,
    private readonly opener: Pick<LocationOpener, 'open'>,
  ) {}

  /** Opens the line that adds to the leak; the next best place where it is not known. */
  async goToGrowthSite(node: LeakNode | undefined): Promise<void> {
    const { suspect, result } = this.#causeOf(node);
    const { allocationSite, type } = suspect ?? {};
    const place = suspect && ownLocation(suspect);
    await this.#openOrExplain(place ?? allocationSite?.location ?? type?.location, result);
  }

  /** Opens the declaration of what holds the leak. */
  async goToHolder(node: LeakNode | undefined): Promise<void> {
    const { suspect, result } = this.#causeOf(node);
    await this.#openOrExplain(suspect?.leakRoot.location, result);
  }

  /** @param key of the result that the location is of; absent: it is opened as it is */
  async goToLocation(location: Location, key?: unknown): Promise<void> {
    await this.#open(location, typeof key === 'string' ? this.state.resultOf(key) : undefined);
  }

  async #openOrExplain(
    location: Location | undefined,
    result: FunctionResult | undefined,
  ): Promise<void> {
    if (location === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The place is not known. The chain below the cause shows what is.'),
      );
      return;
    }
    await this.#open(location, result);
  }

  async #open(location: Location, result: FunctionResult | undefined): Promise<void> {
    const now = result && this.edits.placeNow(location, result);
    await this.opener.open({ ...location, ...now });
    if (result !== undefined && now === undefined) {
      const message = vscode.l10n.t('The line was deleted since the run; this is where it was.');
      vscode.window.setStatusBarMessage(message, 5000);
    }
  }

  #causeOf(node: LeakNode | undefined): { suspect?: Suspect; result?: FunctionResult } {
    if (node?.kind === 'cause') return node;
    const [result] = this.state.results;
    const [suspect] = result?.report.suspects ?? [];
    return { ...(result && { result }), ...(suspect && { suspect }) };
  }
}

/** Copies how one cause is held, as its part of the report. */
export async function copyChain(node: LeakNode | undefined): Promise<void> {
  if (node?.kind !== 'cause') return;
  const { suspect, result } = node;
  const index = result.report.suspects.indexOf(suspect);
  const report = completeReport(result);
  const layout = textLayout(layoutOf(result));
  const lines = formatCause(report.suspects[index] ?? suspect, index + 1, report, layout);
  await vscode.env.clipboard.writeText(`${lines.join('\n')}\n`);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Chain copied'), 3000);
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
  await vscode.env.clipboard.writeText(formatReport(completeReport(result), layoutOf(result)));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Report copied'), 3000);
}

function layoutOf({ report, lineTexts }: FunctionResult) {
  const file = vscode.Uri.file(report.function.location.file);
  const folder = vscode.workspace.getWorkspaceFolder(file);
  return {
    ...(folder === undefined ? {} : { cwd: folder.uri.fsPath }),
    sourceLine: ({ file: path, line }: Location) => lineTexts.get(lineKey(path, line)),
  };
}
