import * as vscode from 'vscode';
import type { Location } from '../core/report/report';
import { createLeakCheck } from './leakChecks/createLeakCheck';
import { commandIds, debugType, settingNames, settingsSection } from './ids';
import { DebugSessions } from './target/debugSessions';
import { editorParts } from './editor/editorParts';
import { exportReport } from './export/exportReport';
import { openReport } from './export/openReport';
import { ReportEditor } from './export/reportEditor';
import { GrowthView } from './growthView/growthView';
import { HistoryCommands } from './history/historyCommands';
import { RunHistory } from './history/runHistory';
import { LeakLoopConfigurationProvider } from './target/leakLoopConfigurationProvider';
import type { LeakNode } from './leaksView/leakNode';
import { LeakCheckTests } from './leakChecks/leakCheckTests';
import { LeaksState } from './leaksView/leaksState';
import { LeaksTreeProvider } from './leaksView/leaksTreeProvider';
import { LeaksView } from './leaksView/leaksView';
import { openExample } from './openExample';
import { openLocation } from './openLocation';
import { PausedNotice } from './target/pausedNotice';
import { copyReport, goToGrowthSite, goToHolder } from './placeCommands';
import { presentOutcome } from './run/presentOutcome';
import { readShowInternals } from './readSettings';
import { RememberedCalls } from './run/rememberedCalls';
import type { RunPlace, TestPlace } from './run/requestAt';
import { resultRow } from './leaksView/resultRow';
import { RunCommands } from './run/runCommands';
import { RunGuard } from './run/runGuard';
import { RunIndicator } from './run/runIndicator';
import { RunLog } from './run/runLog';
import { Runs } from './run/runs';
import { TestLenses } from './leakChecks/testLenses';

/** What other extensions and tests get: the state, read only, and the tree that shows it. */
export interface LeakLoopApi {
  readonly state: Pick<LeaksState, 'results' | 'failure' | 'running' | 'onDidChange'>;
  readonly tree: Pick<LeaksTreeProvider, 'getChildren' | 'getTreeItem' | 'getParent'>;
  readonly growth: Pick<GrowthView, 'content' | 'marked' | 'receive'>;
  readonly history: Pick<RunHistory, 'runs'>;
  readonly onDidEndRun: Runs['onDidEnd'];
  readonly checks: Pick<LeakCheckTests, 'items' | 'discover' | 'onDidJudge'>;
}

/** Wires the parts; nothing is created anywhere else. */
export function activate(context: vscode.ExtensionContext): LeakLoopApi {
  const channel = vscode.window.createOutputChannel('Leak Loop', { log: true });
  const state = new LeaksState();
  const tree = new LeaksTreeProvider(state);
  const view = new LeaksView(state, tree);
  const indicator = new RunIndicator(state, view);
  const files = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const growth = new GrowthView(state, view, files);
  const runs = new Runs(state, new RunLog(channel));
  const guard = new RunGuard(state, () => runs.stop());
  const remembered = new RememberedCalls(context.workspaceState);
  const sessions = new DebugSessions();
  const commands = new RunCommands(state, runs, guard, view, remembered, sessions);
  const checks = new LeakCheckTests(runs, guard);
  const history = new RunHistory(context.workspaceState);
  const earlier = new HistoryCommands(history, state, view);
  const configurations = new LeakLoopConfigurationProvider(runs, guard);

  context.subscriptions.push(
    channel,
    tree,
    view,
    indicator,
    growth,
    runs,
    editorParts(state, () => view.selection),
    new ReportEditor(),
    sessions,
    new PausedNotice(state, sessions, () => runs.stop()),
    checks,
    new TestLenses(),
  );
  context.subscriptions.push(
    vscode.debug.registerDebugConfigurationProvider(debugType, configurations),
    runs.onDidEnd((outcome) => {
      if (outcome.kind === 'report') void history.add(outcome.result);
      if (!checks.isJudging) void presentOutcome(outcome, view);
    }),
    vscode.commands.registerCommand(commandIds.showHistory, (node?: LeakNode) =>
      earlier.showRuns(node),
    ),
    vscode.commands.registerCommand(commandIds.compareRuns, (node?: LeakNode) =>
      earlier.compareRuns(node),
    ),
    ...registerCommands(context, state, commands, channel),
  );
  return { state, tree, growth, history, onDidEndRun: runs.onDidEnd, checks };
}

function registerCommands(
  context: vscode.ExtensionContext,
  state: LeaksState,
  commands: RunCommands,
  channel: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const register = vscode.commands.registerCommand;
  return [
    register(commandIds.runAtCursor, (place?: vscode.Uri | RunPlace | TestPlace) =>
      commands.runAtCursor(place),
    ),
    register(commandIds.runInProcess, (place?: vscode.Uri | RunPlace, choice?: unknown) =>
      commands.runInProcess(place, choice),
    ),
    register(commandIds.runInSession, (element?: unknown, session?: unknown) =>
      commands.runInSession(element, session),
    ),
    register(commandIds.runOnNextCall, (place?: vscode.Uri | RunPlace, choice?: unknown) =>
      commands.runOnNextCall(place, choice),
    ),
    register(commandIds.runScript, (file?: vscode.Uri) => commands.runScript(file)),
    register(commandIds.runAgain, (row?: LeakNode | string) => {
      const node = typeof row === 'string' ? resultRow(state, row) : row;
      return node === undefined && row !== undefined ? undefined : commands.runAgain(node);
    }),
    register(commandIds.stop, () => commands.stop()),
    register(commandIds.setArguments, (node?: LeakNode) => commands.setArguments(node)),
    register(commandIds.setReceiver, (node?: LeakNode) => commands.setReceiver(node)),
    register(commandIds.captureCall, (node?: LeakNode) => commands.captureCall(node)),
    register(commandIds.chooseMember, (node?: LeakNode) => commands.chooseMember(node)),
    register(commandIds.chooseFunction, (node?: LeakNode) => commands.chooseFunction(node)),
    register(commandIds.clear, () => state.clear()),
    register(commandIds.goToGrowthSite, (node?: LeakNode) => goToGrowthSite(node, state)),
    register(commandIds.goToHolder, (node?: LeakNode) => goToHolder(node, state)),
    register(commandIds.goToLocation, (location: Location) => openLocation(location)),
    register(commandIds.copyReport, (node?: LeakNode) => copyReport(node, state)),
    register(commandIds.exportReport, (node?: LeakNode) => exportReport(node, state)),
    register(commandIds.openReport, (file?: vscode.Uri) => openReport(file)),
    register(commandIds.createLeakCheck, (node?: LeakNode) => createLeakCheck(node, state)),
    register(commandIds.openExample, () => openExample(context)),
    register(commandIds.showLog, () => channel.show(true)),
    register(commandIds.toggleInternals, toggleInternals),
  ];
}

async function toggleInternals(): Promise<void> {
  await vscode.workspace
    .getConfiguration(settingsSection)
    .update(settingNames.showInternals, !readShowInternals(), vscode.ConfigurationTarget.Global);
}
