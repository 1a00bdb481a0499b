import * as vscode from 'vscode';
import type { ArrangementCommands } from './arrangementCommands';
import { describeNode } from './describeNode';
import { commandIds, settingNames, settingsSection } from '../ids';
import { childrenOf, rootNodes } from './leakChildren';
import type { LeakNode } from './leakNode';
import type { LeaksState } from './leaksState';
import { readShowInternals } from '../readSettings';
import { resultOf } from './resultOf';
import type { RowAction, RowDescription } from './rowDescription';
import { tooltipFor } from './tooltipFor';

/** Shows the state as a tree; what a row is and says is decided in leakChildren and describeNode. */
export class LeaksTreeProvider implements vscode.TreeDataProvider<LeakNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly state: LeaksState,
    private readonly causes: Pick<ArrangementCommands, 'arrangement' | 'onDidChange'>,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      causes.onDidChange(() => this.#changed.fire(undefined)),
      state.onDidChange((change) => {
        if (change === 'rows') {
          this.#changed.fire(undefined);
        }
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.${settingNames.showInternals}`)) {
          this.#changed.fire(undefined);
        }
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  getChildren(node?: LeakNode): LeakNode[] {
    if (node === undefined) return [...rootNodes(this.state)];
    const { arrangement } = this.causes;
    return [
      ...childrenOf(node, { showInternals: readShowInternals(), arrangement, t: vscode.l10n.t }),
    ];
  }

  getParent(node: LeakNode): LeakNode | undefined {
    return node.parent;
  }

  getTreeItem(node: LeakNode): vscode.TreeItem {
    return toTreeItem(node, describeNode(node, vscode.l10n.t));
  }

  /** Called when the row is pointed at. The Markdown may contain text from the program: not trusted. */
  resolveTreeItem(item: vscode.TreeItem, node: LeakNode): vscode.TreeItem {
    item.tooltip = new vscode.MarkdownString(tooltipFor(node, vscode.l10n.t));
    return item;
  }
}

function toTreeItem(node: LeakNode, row: RowDescription): vscode.TreeItem {
  const highlights: [number, number][] = row.isHighlighted ? [[0, row.label.length]] : [];
  const item = new vscode.TreeItem(
    { label: row.label, highlights },
    collapsibleStates[row.children],
  );
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon(
    row.icon.id,
    row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color),
  );
  item.accessibilityInformation = { label: row.sentence };
  if (row.description !== undefined) {
    item.description = row.description;
  }
  if (row.context !== undefined) {
    item.contextValue = row.context;
  }
  if (row.opens !== undefined) {
    item.command = toCommand(row.opens, node, row.label);
  }
  return item;
}

const collapsibleStates = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const;

function toCommand(action: RowAction, node: LeakNode, title: string): vscode.Command {
  switch (action.kind) {
    case 'location':
      return {
        command: commandIds.goToLocation,
        title,
        arguments: [action.location, resultOf(node)?.key],
      };
    case 'command':
      return { command: commandIds[action.command], title, arguments: [node] };
    case 'settings':
      return { command: 'workbench.action.openSettings', title, arguments: [action.search] };
  }
}
