import * as vscode from 'vscode';
import type { LeakNode } from '../leaksView/leakNode';
import type { LeaksState } from '../leaksView/leaksState';
import type { LeaksView } from '../leaksView/leaksView';
import { resultOf } from '../leaksView/resultOf';
import type { AcceptedCauses } from '../baseline/acceptedCauses';
import { tell } from '../tell';
import { describeRuns, nameOf, type RunItem } from './describeRuns';
import { resultOfEntry, type HistoryEntry } from './historyEntry';
import type { RunHistory } from './runHistory';

type Row = (RunItem & { readonly buttons: readonly vscode.QuickInputButton[] }) | Separator;
type Separator = vscode.QuickPickItem & { readonly entry?: undefined };

interface RunPick {
  readonly title: string;
  readonly entries: readonly HistoryEntry[];
  /** Whether rows can be compared with others, and everything forgotten. */
  readonly hasButtons: boolean;
}

/** What shows a run: the tree's rows, its view, and what the baseline says of its causes now. */
interface ShownWith {
  readonly state: LeaksState;
  readonly view: LeaksView;
  readonly accepted: Pick<AcceptedCauses, 'appliedTo'>;
}

type Picked =
  { readonly kind: 'run' | 'compare'; readonly entry: HistoryEntry } | { readonly kind: 'forget' };

/** Opens earlier runs in the tree again, alone or compared with another run of the same function. */
export class HistoryCommands {
  constructor(
    private readonly history: RunHistory,
    private readonly parts: ShownWith,
  ) {}

  /** Asks for a run of a row's function, without a row of any, and shows it. */
  async showRuns(node?: LeakNode): Promise<void> {
    const entries = this.history.runs(resultOf(node)?.key);
    if (entries.length === 0) {
      tell(vscode.l10n.t('There are no earlier runs yet. Run a function first.'));
      return;
    }
    const [newest] = entries;
    const title =
      node === undefined
        ? vscode.l10n.t('Earlier runs')
        : vscode.l10n.t('Earlier runs of {0}', nameOf(newest!));
    const picked = await pickRun({ title, entries, hasButtons: true });
    switch (picked?.kind) {
      case 'run':
        await this.#show(picked.entry);
        break;
      case 'compare':
        await this.#compare(picked.entry);
        break;
      case 'forget':
        await this.history.clear();
        break;
      case undefined:
        break;
    }
  }

  /** Asks for two runs of one function, and shows the later one with what changed since the other. */
  async compareRuns(node?: LeakNode): Promise<void> {
    const entries = this.history
      .runs(resultOf(node)?.key)
      .filter(({ key }) => this.history.runs(key).length > 1);
    if (entries.length === 0) {
      tell(vscode.l10n.t('There are no two runs of one function yet. Run it again first.'));
      return;
    }
    const title = vscode.l10n.t('Compare which run?');
    const picked = await pickRun({ title, entries, hasButtons: false });
    if (picked?.kind === 'run') await this.#compare(picked.entry);
  }

  async #compare(entry: HistoryEntry): Promise<void> {
    const entries = this.history.runs(entry.key).filter(({ id }) => id !== entry.id);
    if (entries.length === 0) {
      tell(vscode.l10n.t('This is the only run of {0}. Run it again first.', nameOf(entry)));
      return;
    }
    const title = vscode.l10n.t('Compare with which other run of {0}?', nameOf(entry));
    const picked = await pickRun({ title, entries, hasButtons: false });
    if (picked?.kind !== 'run') return;
    const [before, after] =
      picked.entry.endedAt < entry.endedAt ? [picked.entry, entry] : [entry, picked.entry];
    await this.#show(after, before);
  }

  /** In the place of the function's present result, so that no line is marked twice and Run Again goes on from it. */
  async #show(entry: HistoryEntry, before?: HistoryEntry): Promise<void> {
    const { state, view, accepted } = this.parts;
    const result = accepted.appliedTo(resultOfEntry(entry, before));
    state.addResult(result);
    await view.show();
    await view.revealFirstCause(result.key);
  }
}

async function pickRun(pick: RunPick): Promise<Picked | undefined> {
  const { t } = vscode.l10n;
  const compare = { iconPath: new vscode.ThemeIcon('git-compare'), tooltip: t('Compare with…') };
  const forget = { iconPath: new vscode.ThemeIcon('trash'), tooltip: t('Forget all runs') };
  const input = vscode.window.createQuickPick<Row>();
  input.title = pick.title;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  input.buttons = pick.hasButtons ? [forget] : [];
  input.items = describeRuns(pick.entries, t).flatMap(({ name, items }): Row[] => [
    { label: name, kind: vscode.QuickPickItemKind.Separator },
    ...items.map((item) => ({ ...item, buttons: pick.hasButtons ? [compare] : [] })),
  ]);
  try {
    return await new Promise((resolve) => {
      input.onDidAccept(() => resolve(picked('run', input.selectedItems[0])));
      input.onDidTriggerItemButton(({ item }) => resolve(picked('compare', item)));
      input.onDidTriggerButton(() => resolve({ kind: 'forget' }));
      input.onDidHide(() => resolve(undefined));
      input.show();
    });
  } finally {
    input.dispose();
  }
}

function picked(kind: 'run' | 'compare', row: Row | undefined): Picked | undefined {
  return row?.entry === undefined ? undefined : { kind, entry: row.entry };
}
